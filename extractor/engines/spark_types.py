"""Spark's types of Arrow's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

if TYPE_CHECKING:
    from pyspark.sql.types import StructType


def struct_type(schema: pa.Schema) -> StructType:
    """The Spark schema of an Arrow schema: decimals as ``DecimalType(38,12)``, lists as arrays; every column may be null."""
    from pyspark.sql.pandas.types import from_arrow_schema
    from pyspark.sql.types import StructField, StructType

    return StructType([StructField(f.name, f.dataType, True, f.metadata) for f in from_arrow_schema(schema)])
