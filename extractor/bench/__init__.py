"""Measuring the extractor: speed against plain jieba, time by stage, growth with length, memory, start, workers."""
