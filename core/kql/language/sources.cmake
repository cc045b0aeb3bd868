list(APPEND kql_sources
  language/brackets.cpp language/candidates.cpp language/check_text.cpp language/completion.cpp language/cursor_scan.cpp
  language/format_layout.cpp language/format_pieces.cpp language/format_spacing.cpp language/formatter.cpp
  language/highlight.cpp language/hints.cpp language/match_rank.cpp language/row_schema.cpp
  language/signature_text.cpp language/statement_at.cpp language/vocabulary.cpp)
