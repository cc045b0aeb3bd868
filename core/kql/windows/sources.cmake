list(APPEND kql_sources windows/comparison.cpp windows/query_time.cpp windows/windowed_catalog.cpp)
