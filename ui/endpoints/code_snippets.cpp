#include "ui/endpoints/code_snippets.h"

#include "core/base/json.h"
#include "ui/widgets/format.h"

using namespace Qt::Literals::StringLiterals;

namespace signalbox::ui {

namespace {

// One line where it is JSON, so that it can be pasted anywhere.
QString compact(const QString &body)
{
    const auto json = parseJson(fromQt(body));
    return json ? toQt(json->dump()) : body.simplified();
}

QString curl(const ScoringCall &call)
{
    QString text = u"curl --fail-with-body -X POST '%1' \\\n"
                   "  -H \"Authorization: Bearer $SIGNALBOX_KEY\" \\\n"
                   "  -H 'Content-Type: application/json' \\\n"_s.arg(call.url);
    if (!call.deployment.isEmpty())
        text += u"  -H 'azureml-model-deployment: %1' \\\n"_s.arg(call.deployment);
    return text + u"  --data '%1'\n"_s.arg(compact(call.body).replace(u"'"_s, u"'\\''"_s));
}

QString powerShell(const ScoringCall &call)
{
    QString headers = u"@{ Authorization = \"Bearer $env:SIGNALBOX_KEY\""_s;
    if (!call.deployment.isEmpty())
        headers += u"; 'azureml-model-deployment' = '%1'"_s.arg(call.deployment);
    return u"Invoke-RestMethod -Method Post -Uri '%1' `\n"
           "  -Headers %2 } `\n"
           "  -ContentType 'application/json' `\n"
           "  -Body '%3'\n"_s.arg(call.url, headers, compact(call.body).replace(u"'"_s, u"''"_s));
}

// The text of a JSON string is also the text of a Python string.
QString quoted(const QString &text)
{
    return toQt(Json(fromQt(text)).dump());
}

QString python(const ScoringCall &call)
{
    QString text = u"import os\nimport urllib.request\n\n"
                   "request = urllib.request.Request(\n"
                   "    %1,\n"
                   "    data=%2.encode(),\n"
                   "    headers={\n"
                   "        \"Authorization\": \"Bearer \" + os.environ[\"SIGNALBOX_KEY\"],\n"
                   "        \"Content-Type\": \"application/json\",\n"_s.arg(quoted(call.url),
                                                                             quoted(compact(call.body)));
    if (!call.deployment.isEmpty())
        text += u"        \"azureml-model-deployment\": %1,\n"_s.arg(quoted(call.deployment));
    return text + u"    },\n)\nwith urllib.request.urlopen(request) as response:\n"
                  "    print(response.read().decode())\n"_s;
}

} // namespace

QString codeSnippet(SnippetKind kind, const ScoringCall &call)
{
    switch (kind) {
    case SnippetKind::Curl:
        return curl(call);
    case SnippetKind::PowerShell:
        return powerShell(call);
    case SnippetKind::Python:
        break;
    }
    return python(call);
}

} // namespace signalbox::ui
