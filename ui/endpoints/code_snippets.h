// A request to an endpoint as code for other tools. The key is never in it: the code reads it from the
// environment variable SIGNALBOX_KEY. Pure functions.
#pragma once

#include <QString>

namespace signalbox::ui {

enum class SnippetKind : std::uint8_t { Curl, PowerShell, Python };

struct ScoringCall
{
    QString url = {};
    QString deployment = {}; // "" follows the traffic
    QString body = {};       // JSON
};

[[nodiscard]] QString codeSnippet(SnippetKind kind, const ScoringCall &call);

} // namespace signalbox::ui
