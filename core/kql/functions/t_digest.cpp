#include "core/kql/functions/t_digest.h"

#include <algorithm>
#include <cmath>
#include <cstdint>
#include <numbers>
#include <utility>

#include "core/kql/values/conversions.h"

namespace signalbox::kql {

namespace {

constexpr double compression = 1000;
constexpr std::size_t mostBuffered = 4096; // centroids before they are put together

// Up to which quantile a centroid may reach that begins at `quantile`: one step of the scale function k1 of
// the paper, by which centroids grow in the middle and stay small at both ends.
double reachOf(double quantile)
{
    const double step = 2 * std::numbers::pi / compression;
    const double angle = std::asin(2 * std::clamp(quantile, 0.0, 1.0) - 1) + step;
    return angle >= std::numbers::pi / 2 ? 1 : (std::sin(angle) + 1) / 2;
}

} // namespace

void TDigest::add(double value, double weight)
{
    if (std::isnan(value) || !(weight > 0))
        return;
    m_centroids.push_back({.mean = value, .weight = weight});
    m_weight += weight;
    if (m_centroids.size() >= mostBuffered)
        compress();
}

void TDigest::merge(const TDigest &other)
{
    for (const Centroid &centroid : other.m_centroids)
        add(centroid.mean, centroid.weight);
}

void TDigest::compress()
{
    if (m_sorted == m_centroids.size())
        return;
    std::ranges::sort(m_centroids, {}, &Centroid::mean);
    if (m_centroids.size() > static_cast<std::size_t>(compression)) {
        std::vector<Centroid> kept;
        double before = 0;
        double reach = reachOf(0) * m_weight;
        Centroid open = m_centroids.front();
        for (std::size_t i = 1; i < m_centroids.size(); ++i) {
            const Centroid &next = m_centroids[i];
            // Equal values may share a centroid of any weight: nothing is lost.
            if (next.mean == open.mean || before + open.weight + next.weight <= reach) {
                open.weight += next.weight;
                if (next.mean != open.mean) // which keeps infinities
                    open.mean += (next.mean - open.mean) * (next.weight / open.weight);
                continue;
            }
            before += open.weight;
            reach = reachOf(before / m_weight) * m_weight;
            kept.push_back(std::exchange(open, next));
        }
        kept.push_back(open);
        m_centroids = std::move(kept);
    }
    m_sorted = m_centroids.size();
}

double TDigest::percentile(double percent)
{
    compress();
    const double exact = percent / 100 * m_weight;
    const double wanted = std::max(1.0, std::ceil(exact - exact * 1e-12));
    double reached = 0;
    for (const Centroid &centroid : m_centroids) {
        reached += centroid.weight;
        if (reached >= wanted)
            return centroid.mean;
    }
    return m_centroids.back().mean;
}

double TDigest::rank(double value)
{
    compress();
    double reached = 0;
    for (const Centroid &centroid : m_centroids) {
        if (centroid.mean > value)
            break;
        reached += centroid.weight;
    }
    return reached;
}

Value TDigest::toValue()
{
    if (isEmpty())
        return {};
    compress();
    Value::Array means;
    Value::Array weights;
    for (const Centroid &centroid : m_centroids) {
        means.push_back(Value::ofReal(centroid.mean));
        weights.push_back(Value::ofReal(centroid.weight));
    }
    return Value::ofArray({Value::ofArray(std::move(means)), Value::ofArray(std::move(weights))});
}

std::optional<TDigest> TDigest::fromValue(const Value &value)
{
    if (!value.isArray() || value.array().size() != 2)
        return std::nullopt;
    const Value::Array &means = value.element(0).array();
    const Value::Array &weights = value.element(1).array();
    if (means.empty() || means.size() != weights.size())
        return std::nullopt;
    TDigest digest;
    for (std::size_t i = 0; i < means.size(); ++i) {
        const std::optional<double> mean = toReal(means[i]);
        const std::optional<double> weight = toReal(weights[i]);
        if (!mean || !weight)
            return std::nullopt;
        digest.add(*mean, *weight);
    }
    return digest.isEmpty() ? std::nullopt : std::optional(std::move(digest));
}

} // namespace signalbox::kql
