"""Imported once by the process that workers are forked from, so that each starts with the shipped rules in memory."""

import extractor.batch.worker  # noqa: F401
from extractor.parts import shared

shared()
