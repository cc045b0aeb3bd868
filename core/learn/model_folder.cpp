#include <algorithm>
#include <system_error>
#include <utility>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/json.h"
#include "core/base/platform.h"
#include "core/base/sha256.h"
#include "core/learn/mlflow_files.h"
#include "core/learn/model.h"

namespace signalbox::learn {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view modelFormat = "signalbox.logistic_regression";
constexpr int modelFormatVersion = 1;
constexpr std::uint64_t modelLimitBytes = std::uint64_t{64} << 20U;

std::string modelText(const LogisticModel &model)
{
    Json inputs = Json::array();
    for (const Input &input : model.inputs)
        inputs.push_back(
            {{"name", input.name}, {"type", input.type == InputType::Integer ? "integer" : "real"}});
    return Json{{"format", modelFormat},
                {"formatVersion", modelFormatVersion},
                {"label", model.label},
                {"inputs", inputs},
                {"means", model.means},
                {"scales", model.scales},
                {"coefficients", model.coefficients},
                {"intercept", model.intercept},
                {"threshold", model.threshold}}
               .dump(2) +
           "\n";
}

Result<Input> inputFromJson(const Json &json)
{
    Input input;
    SIGNALBOX_TRY(input.name, member<std::string>(json, "name"));
    SIGNALBOX_TRY(const auto type, member<std::string>(json, "type"));
    if (type != "integer" && type != "real")
        return std::unexpected(
            Error{.code = ErrorCode::InvalidArgument,
                  .message = fmt::format("An input's type must be 'integer' or 'real', not '{}'.", type),
                  .field = "inputs"});
    input.type = type == "integer" ? InputType::Integer : InputType::Real;
    return input;
}

Result<LogisticModel> modelFromJson(const Json &json)
{
    SIGNALBOX_TRY(const auto format, member<std::string>(json, "format"));
    SIGNALBOX_TRY(const auto version, member<int>(json, "formatVersion"));
    if (format != modelFormat || version != modelFormatVersion)
        return std::unexpected(
            Error{.code = ErrorCode::InvalidArgument,
                  .message = fmt::format("The model is '{}' version {}; this program reads '{}' version {}.",
                                         format, version, modelFormat, modelFormatVersion),
                  .field = "formatVersion"});
    LogisticModel model;
    SIGNALBOX_TRY(model.label, member<std::string>(json, "label"));
    SIGNALBOX_TRY(const auto inputs, member<Json::array_t>(json, "inputs"));
    for (const Json &each : inputs) {
        SIGNALBOX_TRY(Input input, inputFromJson(each));
        model.inputs.push_back(std::move(input));
    }
    SIGNALBOX_TRY(model.means, member<std::vector<double>>(json, "means"));
    SIGNALBOX_TRY(model.scales, member<std::vector<double>>(json, "scales"));
    SIGNALBOX_TRY(model.coefficients, member<std::vector<double>>(json, "coefficients"));
    SIGNALBOX_TRY(model.intercept, member<double>(json, "intercept"));
    SIGNALBOX_TRY(model.threshold, member<double>(json, "threshold"));
    SIGNALBOX_CHECK(checkModel(model));
    return model;
}

Status writeModelFiles(const LogisticModel &model, const fs::path &folder, TimePoint created,
                       std::string_view runId)
{
    const std::string modelJson = modelText(model);
    Sha256 identity;
    identity.addField(modelJson);
    identity.addField(toIso8601(created));
    identity.addField(runId);
    const std::string modelUuid = identity.finish().substr(0, 32);

    SIGNALBOX_CHECK(writeFile(folder / "model.json", modelJson));
    SIGNALBOX_CHECK(writeFile(folder / "MLmodel", mlmodelText(model, created, runId, modelUuid)));
    SIGNALBOX_CHECK(writeFile(folder / "input_example.json", inputExampleText(model)));
    SIGNALBOX_CHECK(writeFile(folder / "requirements.txt", requirementsText()));
    SIGNALBOX_CHECK(writeFile(folder / "conda.yaml", condaText()));
    SIGNALBOX_CHECK(writeFile(folder / "python_env.yaml", pythonEnvironmentText()));
    return writeFile(folder / "code" / "signalbox_model.py", pythonLoaderText());
}

} // namespace

Status saveModel(const LogisticModel &model, const fs::path &folder, TimePoint created,
                 std::string_view runId)
{
    SIGNALBOX_CHECK(checkModel(model));
    std::error_code error;
    if (fs::exists(folder, error))
        return failure(
            ErrorCode::AlreadyExists,
            fmt::format("'{}' is there already. Save the model under another name.", toUtf8(folder)));
    fs::path unfinished = folder;
    unfinished += fmt::format(".{}.part", processId());
    fs::remove_all(unfinished, error);
    Status written = writeModelFiles(model, unfinished, created, runId);
    if (written) {
        fs::rename(unfinished, folder, error);
        if (error)
            written = failure(ErrorCode::Io,
                              fmt::format("'{}' cannot be written: {}.", toUtf8(folder), error.message()));
    }
    if (!written)
        fs::remove_all(unfinished, error);
    return written;
}

Result<LogisticModel> loadModel(const fs::path &folder)
{
    const fs::path path = folder / "model.json";
    SIGNALBOX_TRY(const std::string text, readFile(path, modelLimitBytes));
    auto json = parseJson(text);
    auto model = json ? modelFromJson(*json) : std::unexpected(json.error());
    if (!model)
        model.error().file = toUtf8(path);
    return model;
}

Result<std::string> hashFolder(const fs::path &folder)
{
    std::error_code error;
    std::vector<std::pair<std::string, fs::path>> files;
    for (fs::recursive_directory_iterator entry(folder, error), end; !error && entry != end;
         entry.increment(error)) {
        const fs::file_type type = entry->symlink_status(error).type();
        if (error)
            break;
        if (type == fs::file_type::directory)
            continue;
        if (type != fs::file_type::regular)
            return failure(
                ErrorCode::InvalidArgument,
                fmt::format("'{}' is neither a file nor a folder; an artifact may hold only those.",
                            toUtf8(entry->path())));
        files.emplace_back(toUtf8(entry->path().lexically_relative(folder)), entry->path());
    }
    if (error)
        return failure(error == std::errc::no_such_file_or_directory ? ErrorCode::NotFound : ErrorCode::Io,
                       fmt::format("'{}' cannot be read: {}.", toUtf8(folder), error.message()));
    if (files.empty())
        return failure(ErrorCode::NotFound, fmt::format("'{}' holds no files.", toUtf8(folder)));
    std::ranges::sort(files);
    Sha256 digest;
    for (const auto &[name, path] : files) {
        SIGNALBOX_TRY(const std::string fileHash, sha256OfFile(path));
        digest.addField(name);
        digest.addField(fileHash);
    }
    return digest.finish();
}

} // namespace signalbox::learn
