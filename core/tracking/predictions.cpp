#include "core/tracking/predictions.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/base/file.h"
#include "core/base/text.h"

namespace signalbox::tracking {

namespace {

// The first line starts as a comment does in most readers of CSV; the count tells a cut file from a whole
// one.
constexpr std::string_view firstLine = "# signalbox predictions 1,";
constexpr std::string_view columnLine = "row,label,probability";
constexpr std::uint64_t limitBytes = std::uint64_t{1} << 30U;

Status damaged(std::int64_t line, std::string message)
{
    return std::unexpected(Error{.code = ErrorCode::DataLoss, .message = std::move(message), .line = line});
}

Status check(const Predictions &predictions)
{
    const std::size_t rows = predictions.rows.size();
    if (predictions.labels.size() != rows || predictions.probabilities.size() != rows)
        return failure(ErrorCode::InvalidArgument, "Predictions need one label and probability a row.");
    const auto notRising = [](std::int64_t a, std::int64_t b) { return a >= b; };
    if (std::ranges::adjacent_find(predictions.rows, notRising) != predictions.rows.end() ||
        (rows > 0 && predictions.rows.front() < 0))
        return failure(ErrorCode::InvalidArgument, "Rows of predictions are rising and not negative.");
    if (!std::ranges::all_of(predictions.labels, [](std::int8_t label) { return label == 0 || label == 1; }))
        return failure(ErrorCode::InvalidArgument, "A label is 0 or 1.");
    const auto isProbability = [](double value) { return value >= 0 && value <= 1; };
    if (!std::ranges::all_of(predictions.probabilities, isProbability) ||
        !isProbability(predictions.threshold))
        return failure(ErrorCode::InvalidArgument, "A probability is a number from 0 to 1.");
    if (predictions.dataHash.find_first_of(",\r\n") != std::string::npos)
        return failure(ErrorCode::InvalidArgument, "The hash of the data set is not one.");
    return {};
}

struct Heading
{
    std::string dataHash;
    double threshold = 0;
    std::int64_t rows = 0;
};

Result<Heading> readHeading(std::string_view line)
{
    const auto parts = split(line, ',');
    if (!line.starts_with(firstLine) || parts.size() != 4)
        return std::unexpected(damaged(1, "This is not a file of predictions.").error());
    const auto threshold = toNumber(parts[2]);
    const auto rows = toInteger(parts[3]);
    if (!threshold || !rows || *rows < 0)
        return std::unexpected(damaged(1, "The first line of the predictions is damaged.").error());
    return Heading{.dataHash = std::string(parts[1]), .threshold = *threshold, .rows = *rows};
}

Status readRow(std::string_view line, std::int64_t number, Predictions &predictions)
{
    const auto fields = split(line, ',');
    if (fields.size() != 3)
        return damaged(number, "A row of predictions has three fields.");
    const auto row = toInteger(fields[0]);
    const auto probability = toNumber(fields[2]);
    if (!row || !probability || (fields[1] != "0" && fields[1] != "1") || *probability < 0 ||
        *probability > 1)
        return damaged(number, "This row is not a row number, a label 0 or 1 and a probability.");
    if (*row < 0 || (!predictions.rows.empty() && *row <= predictions.rows.back()))
        return damaged(number, "The rows are not rising.");
    predictions.rows.push_back(*row);
    predictions.labels.push_back(fields[1] == "1" ? 1 : 0);
    predictions.probabilities.push_back(*probability);
    return {};
}

Result<Predictions> parse(std::string_view text)
{
    if (!text.ends_with('\n'))
        return std::unexpected(damaged(0, "The file of predictions is cut short.").error());
    const auto lines = split(text.substr(0, text.size() - 1), '\n');
    SIGNALBOX_TRY(const Heading heading, readHeading(lines[0]));
    if (lines.size() < 2 || lines[1] != columnLine)
        return std::unexpected(damaged(2, fmt::format("The second line is not '{}'.", columnLine)).error());
    Predictions predictions{.dataHash = heading.dataHash,
                            .threshold = heading.threshold,
                            .rows = {},
                            .labels = {},
                            .probabilities = {}};
    for (std::size_t i = 2; i < lines.size(); ++i)
        SIGNALBOX_CHECK(readRow(lines[i], static_cast<std::int64_t>(i + 1), predictions));
    if (std::cmp_not_equal(predictions.rows.size(), heading.rows))
        return std::unexpected(
            damaged(0, fmt::format("The file should have {} rows of predictions, but has {}.", heading.rows,
                                   predictions.rows.size()))
                .error());
    return predictions;
}

} // namespace

Status savePredictions(const Predictions &predictions, const std::filesystem::path &runFolder)
{
    SIGNALBOX_CHECK(check(predictions));
    std::string text = fmt::format("{}{},{},{}\n{}\n", firstLine, predictions.dataHash, predictions.threshold,
                                   predictions.rows.size(), columnLine);
    for (std::size_t i = 0; i < predictions.rows.size(); ++i)
        fmt::format_to(std::back_inserter(text), "{},{},{}\n", predictions.rows[i],
                       static_cast<int>(predictions.labels[i]), predictions.probabilities[i]);
    return writeFile(runFolder / predictionsFileName, text);
}

Result<Predictions> loadPredictions(const std::filesystem::path &runFolder)
{
    const std::filesystem::path file = runFolder / predictionsFileName;
    SIGNALBOX_TRY(const std::string text, readFile(file, limitBytes));
    auto predictions = parse(text);
    if (!predictions)
        predictions.error().file = toUtf8(file);
    return predictions;
}

} // namespace signalbox::tracking
