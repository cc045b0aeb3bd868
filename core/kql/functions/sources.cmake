list(APPEND kql_sources)
