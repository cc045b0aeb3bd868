list(APPEND kql_sources
  run/branch_plan.cpp
  run/expand_plan.cpp
  run/expression.cpp
  run/external_plan.cpp
  run/grouping.cpp
  run/join_plan.cpp
  run/nested_plan.cpp
  run/parse_plan.cpp
  run/plan.cpp
  run/plugin_plans.cpp
  run/reduce_plan.cpp
  run/row_order.cpp
  run/rows_plans.cpp
  run/scan_plan.cpp
  run/series_plan.cpp
  run/union_plan.cpp
)
