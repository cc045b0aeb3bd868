list(APPEND kql_sources
  syntax/diagnostic.cpp syntax/lexer.cpp syntax/literals.cpp syntax/operator_name.cpp syntax/parser.cpp syntax/parser_columns.cpp
  syntax/parser_core.cpp syntax/parser_expression.cpp syntax/parser_literal.cpp syntax/parser_pipeline.cpp
  syntax/parser_shapes.cpp syntax/parser_statement.cpp syntax/parser_tables.cpp syntax/query_text.cpp
  syntax/tree.cpp syntax/words.cpp)
