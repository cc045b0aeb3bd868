list(APPEND kql_sources
  results/cell_access.cpp
  results/cell_text.cpp
  results/chart_content.cpp
  results/chart_points.cpp
  results/column_statistics.cpp
  results/downsample.cpp
  results/render_columns.cpp
  results/render_plan.cpp
  results/row_filter.cpp
  results/row_view.cpp
  results/table_text.cpp
)
