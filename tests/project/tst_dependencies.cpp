#include <QTest>

#include <algorithm>
#include <map>
#include <set>

#include "core/base/file.h"
#include "core/base/text.h"
#include "tests/base/bytes.h"
#include "tests/project/dependency_lists.h"

using namespace signalbox;

namespace {

struct Names
{
    std::string vcpkg;
    std::string debian;
    std::string homebrew; // "" where the system has it
};

// What each name of cmake/signalbox_dependencies.cmake is called elsewhere. Whoever adds a library adds a
// line.
const std::map<std::string, Names> &otherNames()
{
    static const Names qt = {.vcpkg = "qtbase", .debian = "qt6-base-dev", .homebrew = "qt"};
    static const std::map<std::string, Names> names = {
        {"Threads", {}}, // part of the compiler
        {"PkgConfig", {.vcpkg = "", .debian = "pkg-config", .homebrew = "pkg-config"}},
        {"OpenSSL", {.vcpkg = "openssl", .debian = "libssl-dev", .homebrew = "openssl@3"}},
        {"ZLIB", {.vcpkg = "zlib", .debian = "zlib1g-dev", .homebrew = "zlib"}},
        {"fmt", {.vcpkg = "fmt", .debian = "libfmt-dev", .homebrew = "fmt"}},
        {"spdlog", {.vcpkg = "spdlog", .debian = "libspdlog-dev", .homebrew = "spdlog"}},
        {"nlohmann_json",
         {.vcpkg = "nlohmann-json", .debian = "nlohmann-json3-dev", .homebrew = "nlohmann-json"}},
        {"simdjson", {.vcpkg = "simdjson", .debian = "libsimdjson-dev", .homebrew = "simdjson"}},
        {"FastFloat", {.vcpkg = "fast-float", .debian = "libfast-float-dev", .homebrew = "fast_float"}},
        {"Eigen3", {.vcpkg = "eigen3", .debian = "libeigen3-dev", .homebrew = "eigen"}},
        {"SQLiteCpp", {.vcpkg = "sqlitecpp", .debian = "libsqlitecpp-dev", .homebrew = "sqlitecpp"}},
        {"SQLite3", {.vcpkg = "sqlite3", .debian = "libsqlite3-dev", .homebrew = "sqlite"}},
        {"Boost", {.vcpkg = "boost-beast", .debian = "libboost-dev", .homebrew = "boost"}},
        {"CLI11", {.vcpkg = "cli11", .debian = "libcli11-dev", .homebrew = "cli11"}},
        {"zstd", {.vcpkg = "zstd", .debian = "libzstd-dev", .homebrew = "zstd"}},
        {"ZSTD", {.vcpkg = "zstd", .debian = "libzstd-dev", .homebrew = "zstd"}},
        {"re2", {.vcpkg = "re2", .debian = "libre2-dev", .homebrew = "re2"}},
        {"RE2", {.vcpkg = "re2", .debian = "libre2-dev", .homebrew = "re2"}},
        {"unofficial-utf8proc", {.vcpkg = "utf8proc", .debian = "libutf8proc-dev", .homebrew = "utf8proc"}},
        {"UTF8PROC", {.vcpkg = "utf8proc", .debian = "libutf8proc-dev", .homebrew = "utf8proc"}},
        {"Qt6", qt},
        {"Qt6Core", qt},
        {"Qt6Network", qt},
        {"Qt6Test", qt},
        {"Qt6Gui", qt},
        {"Qt6Widgets", qt},
        {"Qt6Concurrent", qt},
        {"Qt6Charts", {.vcpkg = "qtcharts", .debian = "qt6-charts-dev", .homebrew = "qt"}},
        {"Qt6Svg", {.vcpkg = "qtsvg", .debian = "qt6-svg-dev", .homebrew = "qt"}},
        {"Qt6Keychain",
         {.vcpkg = "qtkeychain-qt6", .debian = "qtkeychain-qt6-dev", .homebrew = "qtkeychain"}},
        {"benchmark", {.vcpkg = "benchmark", .debian = "libbenchmark-dev", .homebrew = "google-benchmark"}},
    };
    return names;
}

Result<std::string> read(const char *path)
{
    return readFile(toPath(SIGNALBOX_SOURCE_DIR) / path);
}

} // namespace

class TestDependencies : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsCmake();
    void refusesAPortWithoutPurpose();
    void refusesAPackageWithoutPurpose();
    void everyLibraryIsInAllLists_data();
    void everyLibraryIsInAllLists();
    void noPackageIsNamedTwice();
};

void TestDependencies::readsCmake()
{
    const auto names = project::cmakePackages("find_package(fmt REQUIRED CONFIG)\n"
                                              "  pkg_check_modules(ZSTD REQUIRED libzstd)\n"
                                              "set(SIGNALBOX_QT Core Network)\n"
                                              "list(APPEND SIGNALBOX_QT Test)\n"
                                              "find_package(fmt)\n");
    const std::vector<std::string> expected = {"fmt", "ZSTD", "Qt6Core", "Qt6Network", "Qt6Test"};
    QCOMPARE(names, expected);
}

void TestDependencies::refusesAPortWithoutPurpose()
{
    const auto good = project::vcpkgPorts(R"({"dependencies": [{"name": "fmt", "$comment": "text"}]})");
    QVERIFY(good.has_value());
    QCOMPARE(good->size(), std::size_t{1});
    QVERIFY(!project::vcpkgPorts(R"({"dependencies": [{"name": "fmt"}]})").has_value());
    QVERIFY(!project::vcpkgPorts(R"({"dependencies": ["fmt"]})").has_value());
}

void TestDependencies::refusesAPackageWithoutPurpose()
{
    const auto good = project::installerPackages("# comment\n\nrun | libfmt-dev | fmt | text\n");
    QVERIFY(good.has_value());
    QCOMPARE(good->size(), std::size_t{1});
    QCOMPARE(bytes(good->front().homebrew), QByteArray("fmt"));
    QVERIFY(!project::installerPackages("run | libfmt-dev | fmt").has_value());
    QVERIFY(!project::installerPackages("run | libfmt-dev | | text").has_value());
}

void TestDependencies::everyLibraryIsInAllLists_data()
{
    QTest::addColumn<QString>("name");
    const auto cmake = read("cmake/signalbox_dependencies.cmake");
    QVERIFY(cmake.has_value());
    const auto names = project::cmakePackages(*cmake);
    QVERIFY(names.size() > 15);
    for (const std::string &name : names)
        QTest::newRow(name.c_str()) << QString::fromStdString(name);
}

void TestDependencies::everyLibraryIsInAllLists()
{
    QFETCH(const QString, name);
    const auto known = otherNames().find(name.toStdString());
    QVERIFY2(known != otherNames().end(), "say in this test what the library is called elsewhere");

    const auto manifest = read("vcpkg.json");
    QVERIFY(manifest.has_value());
    const auto ports = project::vcpkgPorts(*manifest);
    QVERIFY2(ports.has_value(), ports ? "" : ports.error().text().c_str());
    if (const std::string &port = known->second.vcpkg; !port.empty())
        QVERIFY2(std::ranges::find(*ports, port) != ports->end(), port.c_str());

    const auto text = read("installer/packages");
    QVERIFY(text.has_value());
    const auto packages = project::installerPackages(*text);
    QVERIFY2(packages.has_value(), packages ? "" : packages.error().text().c_str());
    if (const std::string &debian = known->second.debian; !debian.empty())
        QVERIFY2(std::ranges::any_of(*packages,
                                     [&](const auto &package) {
                                         return std::ranges::count(split(package.debian, '/'), debian) == 1;
                                     }),
                 debian.c_str());
    if (const std::string &homebrew = known->second.homebrew; !homebrew.empty())
        QVERIFY2(
            std::ranges::any_of(*packages, [&](const auto &package) { return package.homebrew == homebrew; }),
            homebrew.c_str());
}

void TestDependencies::noPackageIsNamedTwice()
{
    const auto text = read("installer/packages");
    QVERIFY(text.has_value());
    const auto packages = project::installerPackages(*text);
    QVERIFY(packages.has_value());
    std::set<std::string> seen;
    for (const auto &package : *packages) {
        QVERIFY2(package.kind == "run" || package.kind == "test" || package.kind == "check",
                 package.kind.c_str());
        QVERIFY2(seen.insert(package.debian).second, package.debian.c_str());
    }
}

QTEST_GUILESS_MAIN(TestDependencies)
#include "tst_dependencies.moc"
