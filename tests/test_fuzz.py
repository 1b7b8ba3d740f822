"""Whatever is composed, the invariants hold."""

from hypothesis import HealthCheck, given, settings

import pytest

from extractor import extract
from invariants import check
from releases import dates, releases, short

generous = settings(deadline=None, derandomize=True, suppress_health_check=[HealthCheck.too_slow])


@generous
@given(releases, dates, short, short, short)
def test_every_extraction_keeps_the_invariants(text, published, title, url, id):
    check(text, extract(text, published=published, title=title, url=url, id=id))
