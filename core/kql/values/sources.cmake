list(APPEND kql_sources values/batch.cpp values/column.cpp values/column_builder.cpp values/concatenate.cpp values/conversions.cpp
  values/date_time_text.cpp values/decimal.cpp values/dynamic_json.cpp values/grisu.cpp values/pending_column.cpp
  values/telemetry_columns.cpp values/text_numbers.cpp values/text_to_value.cpp values/time_span_text.cpp values/type.cpp values/value.cpp values/value_to_text.cpp)
