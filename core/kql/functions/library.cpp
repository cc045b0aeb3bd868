#include "core/kql/functions/library.h"

namespace signalbox::kql {

void addScalarFunctions(FunctionRegistry &registry)
{
    addArithmetic(registry);
    addComparisons(registry);
    addLogic(registry);
    addMembership(registry);
    addTextOperators(registry);
    addDynamicAccess(registry);
    addCasts(registry);
    addConditions(registry);
    addMath(registry);
    addProbability(registry);
    addBitFunctions(registry);
    addBinning(registry);
    addTextFunctions(registry);
    addTextSearch(registry);
    addRegexFunctions(registry);
    addReplacing(registry);
    addEncoding(registry);
    addHashes(registry);
    addCompression(registry);
    addParsing(registry);
    addUrlParsing(registry);
    addXmlParsing(registry);
    addIpFunctions(registry);
    addTimeFunctions(registry);
    addTimeParts(registry);
    addTimeFormats(registry);
    addRandomness(registry);
    addArrayFunctions(registry);
    addArrayMaking(registry);
    addArraySorting(registry);
    addSetFunctions(registry);
    addBagFunctions(registry);
    addSeriesArithmetic(registry);
    addSeriesTotals(registry);
    addSeriesFilling(registry);
    addSeriesFilters(registry);
    addSeriesFitting(registry);
    addSeriesFourier(registry);
    addSeriesPeriods(registry);
    addSeriesDecomposition(registry);
    addUnits(registry);
    addPunycode(registry);
    addIpSearch(registry);
    addIpv6Functions(registry);
    addWindowFunctions(registry);
}

void addAggregates(FunctionRegistry &registry)
{
    addCounts(registry);
    addSums(registry);
    addExtremes(registry);
    addDistinctCounts(registry);
    addLists(registry);
    addRowChoices(registry);
    addPercentiles(registry);
    addMoments(registry);
    addBitAggregates(registry);
    addBags(registry);
    addSchemas(registry);
    addSketches(registry);
}

} // namespace signalbox::kql
