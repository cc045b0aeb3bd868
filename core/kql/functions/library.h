// The parts that the function registry is built from, one call a file of functions. Only the registry calls
// them.
#pragma once

#include "core/kql/functions/registry.h"

namespace signalbox::kql {

void addScalarFunctions(FunctionRegistry &registry);
void addAggregates(FunctionRegistry &registry);

void addArithmetic(FunctionRegistry &registry);
void addComparisons(FunctionRegistry &registry);
void addLogic(FunctionRegistry &registry);
void addMembership(FunctionRegistry &registry);
void addTextOperators(FunctionRegistry &registry);
void addDynamicAccess(FunctionRegistry &registry);
void addCasts(FunctionRegistry &registry);
void addConditions(FunctionRegistry &registry);
void addMath(FunctionRegistry &registry);
void addProbability(FunctionRegistry &registry);
void addBitFunctions(FunctionRegistry &registry);
void addBinning(FunctionRegistry &registry);
void addTextFunctions(FunctionRegistry &registry);
void addTextSearch(FunctionRegistry &registry);
void addRegexFunctions(FunctionRegistry &registry);
void addReplacing(FunctionRegistry &registry);
void addEncoding(FunctionRegistry &registry);
void addHashes(FunctionRegistry &registry);
void addCompression(FunctionRegistry &registry);
void addParsing(FunctionRegistry &registry);
void addUrlParsing(FunctionRegistry &registry);
void addXmlParsing(FunctionRegistry &registry);
void addIpFunctions(FunctionRegistry &registry);
void addTimeFunctions(FunctionRegistry &registry);
void addTimeParts(FunctionRegistry &registry);
void addTimeFormats(FunctionRegistry &registry);
void addRandomness(FunctionRegistry &registry);
void addArrayFunctions(FunctionRegistry &registry);
void addArrayMaking(FunctionRegistry &registry);
void addArraySorting(FunctionRegistry &registry);
void addSetFunctions(FunctionRegistry &registry);
void addBagFunctions(FunctionRegistry &registry);
void addSeriesArithmetic(FunctionRegistry &registry);
void addSeriesTotals(FunctionRegistry &registry);
void addSeriesFilling(FunctionRegistry &registry);
void addSeriesFilters(FunctionRegistry &registry);
void addSeriesFitting(FunctionRegistry &registry);
void addSeriesFourier(FunctionRegistry &registry);
void addSeriesPeriods(FunctionRegistry &registry);
void addSeriesDecomposition(FunctionRegistry &registry);
void addUnits(FunctionRegistry &registry);
void addPunycode(FunctionRegistry &registry);
void addIpSearch(FunctionRegistry &registry);
void addIpv6Functions(FunctionRegistry &registry);
void addWindowFunctions(FunctionRegistry &registry);

void addCounts(FunctionRegistry &registry);
void addSums(FunctionRegistry &registry);
void addExtremes(FunctionRegistry &registry);
void addDistinctCounts(FunctionRegistry &registry);
void addLists(FunctionRegistry &registry);
void addRowChoices(FunctionRegistry &registry);
void addPercentiles(FunctionRegistry &registry);
void addMoments(FunctionRegistry &registry);
void addBitAggregates(FunctionRegistry &registry);
void addBags(FunctionRegistry &registry);
void addSchemas(FunctionRegistry &registry);
void addSketches(FunctionRegistry &registry);

} // namespace signalbox::kql
