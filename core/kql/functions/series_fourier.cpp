// series_fft and series_ifft: two columns each, the real and the imaginary parts.
#include <utility>
#include <vector>

#include "core/kql/functions/fourier.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/series.h"

namespace signalbox::kql {

namespace {

Value transformed(const RowArguments &arguments, Complexes (*transform)(Complexes))
{
    const auto reals = seriesOf(arguments[0]);
    auto imaginaries = seriesOf(arguments[1]);
    if (!reals || present(*reals).size() != reals->size())
        return {};
    if (arguments.size() < 2)
        imaginaries.emplace(reals->size(), 0.0);
    if (!imaginaries || imaginaries->size() != reals->size() ||
        present(*imaginaries).size() != imaginaries->size())
        return {};
    Complexes values;
    values.reserve(reals->size());
    for (std::size_t i = 0; i < reals->size(); ++i)
        values.emplace_back((*reals)[i], (*imaginaries)[i]);
    values = transform(std::move(values));
    std::vector<double> real;
    std::vector<double> imaginary;
    real.reserve(values.size());
    imaginary.reserve(values.size());
    for (const auto &value : values) {
        real.push_back(value.real());
        imaginary.push_back(value.imag());
    }
    return Value::ofArray({seriesValue(real), seriesValue(imaginary)});
}

void addTransform(FunctionRegistry &registry, const std::string &name, std::string help,
                  Complexes (*transform)(Complexes))
{
    addWithOutputs(
        registry, name, {"real", "imaginary"}, std::move(help),
        dynamicRows({anyDynamic, anyDynamic}, 1,
                    [transform](const RowArguments &arguments) { return transformed(arguments, transform); }),
        {{.name = name + "_{0}_real"}, {.name = name + "_{0}_imag"}});
}

} // namespace

void addSeriesFourier(FunctionRegistry &registry)
{
    addTransform(registry, "series_fft", "The Fourier transform of a series: real and imaginary parts.",
                 fourierTransform);
    addTransform(registry, "series_ifft", "The inverse Fourier transform: real and imaginary parts.",
                 inverseFourierTransform);
}

} // namespace signalbox::kql
