list(APPEND kql_sources
  functions/ip_search.cpp  functions/ipv6_functions.cpp  functions/punycode.cpp  functions/units.cpp
  functions/decomposition.cpp  functions/fourier.cpp  functions/line_fit.cpp  functions/periods.cpp
  functions/series_decomposition.cpp  functions/series_fourier.cpp  functions/series_periods.cpp
  functions/series.cpp  functions/series_arithmetic.cpp  functions/series_filling.cpp
  functions/series_filters.cpp  functions/series_fitting.cpp  functions/series_totals.cpp
 functions/array_functions.cpp  functions/array_making.cpp  functions/array_sorting.cpp
 functions/bag_functions.cpp  functions/dynamic_kernels.cpp  functions/set_functions.cpp
  functions/arithmetic.cpp  functions/binning.cpp  functions/bit_functions.cpp  functions/calendar.cpp
 functions/cast_column.cpp  functions/casts.cpp  functions/choice.cpp  functions/comparison.cpp
 functions/compression.cpp functions/conditions.cpp  functions/dynamic_access.cpp  functions/encoding.cpp  functions/hashes.cpp
 functions/ip_addresses.cpp functions/ip_functions.cpp  functions/json_path.cpp  functions/kernel_tools.cpp
 functions/known_elsewhere.cpp  functions/library.cpp  functions/logic.cpp  functions/math.cpp
 functions/membership.cpp  functions/overload.cpp  functions/parsing.cpp functions/probability.cpp  functions/randomness.cpp
 functions/regex.cpp  functions/regex_functions.cpp  functions/registry.cpp  functions/replacing.cpp
 functions/text_functions.cpp  functions/text_match.cpp  functions/text_operators.cpp
 functions/text_search.cpp  functions/time_formats.cpp  functions/time_functions.cpp  functions/time_parts.cpp
  functions/unicode.cpp  functions/url_parsing.cpp  functions/xml_parsing.cpp  functions/xxhash.cpp)
list(APPEND kql_sources
  functions/aggregate_tools.cpp  functions/aggregates_bags.cpp  functions/aggregates_bits.cpp
  functions/aggregates_count.cpp  functions/aggregates_distinct.cpp  functions/aggregates_extremes.cpp
  functions/aggregates_lists.cpp  functions/aggregates_moments.cpp  functions/aggregates_percentile.cpp
  functions/aggregates_rows.cpp  functions/aggregates_schema.cpp  functions/aggregates_sum.cpp
  functions/base64.cpp  functions/distinct_values.cpp  functions/hyper_log_log.cpp  functions/kept_rows.cpp
  functions/rank_selection.cpp  functions/sketch_functions.cpp  functions/t_digest.cpp
  functions/window_functions.cpp)
