// IP addresses, Punycode and units: one row a call.
#include <QTest>

#include "function_rows.h"

using namespace signalbox::kql::test;

class NetworkAndUnitsTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void addressesInTexts_data();
    void addressesInTexts() { checkRow(); }
    void ipv6_data();
    void ipv6() { checkRow(); }
    void punycode_data();
    void punycode() { checkRow(); }
    void units_data();
    void units() { checkRow(); }
};

void NetworkAndUnitsTest::addressesInTexts_data()
{
    declareRows();
    const QByteArray line = "string:05:04:54 127.0.0.1 GET /favicon.ico 404";
    row("has_ipv4", {line, "string:127.0.0.1"}, "bool:True");
    row("has_ipv4", {line, "string:127.0.0.2"}, "bool:False");
    row("has_ipv4", {"string:05:04:54 127.0.0.256 GET", "string:127.0.0.256"}, "bool:False");
    row("has_ipv4", {"string:05:04:54127.0.0.1 GET", "string:127.0.0.1"}, "bool:False");
    row("has_ipv4", {"string:from 10.1.2.3.", "string:10.1.2.3"}, "bool:True");
    row("has_any_ipv4", {line, "string:127.0.0.2", "string:127.0.0.1"}, "bool:True");
    row("has_any_ipv4", {line, "dynamic:[\"127.0.0.2\",\"10.0.0.1\"]"}, "bool:False");
    row("has_ipv4_prefix", {line, "string:127.0."}, "bool:True");
    row("has_ipv4_prefix", {line, "string:127.0"}, "bool:False");
    row("has_ipv4_prefix", {line, "string:127.0.0.1"}, "bool:True");
    row("has_ipv4_prefix", {"string:127.0.0.256", "string:127.0."}, "bool:False");
    row("has_any_ipv4_prefix", {line, "string:192.168.", "string:127."}, "bool:True");
    row("has_any_ipv4_prefix", {line, "dynamic:[\"192.168.\",\"300.\"]"}, "bool:False");
}

void NetworkAndUnitsTest::ipv6_data()
{
    declareRows();
    row("parse_ipv6", {"string:127.0.0.1"}, "string:0000:0000:0000:0000:0000:ffff:7f00:0001");
    row("parse_ipv6", {"string:fe80::85d:e82c:9446:7994"}, "string:fe80:0000:0000:0000:085d:e82c:9446:7994");
    row("parse_ipv6", {"string:::"}, "string:0000:0000:0000:0000:0000:0000:0000:0000");
    row("parse_ipv6", {"string:1:2:3"}, "string:");
    row("parse_ipv6", {"string:1::2::3"}, "string:");
    row("parse_ipv6", {"string:12345::"}, "string:");
    row("parse_ipv6", {"string:fe80::1/129"}, "string:");
    row("parse_ipv6_mask", {"string:192.168.255.255", "long:120"},
        "string:0000:0000:0000:0000:0000:ffff:c0a8:ff00");
    row("parse_ipv6_mask", {"string:192.168.255.255/24", "long:124"},
        "string:0000:0000:0000:0000:0000:ffff:c0a8:ff00");
    row("parse_ipv6_mask", {"string:fe80::85d:e82c:9446:7994/120", "long:124"},
        "string:fe80:0000:0000:0000:085d:e82c:9446:7900");
    row("parse_ipv6_mask", {"string:::192.168.255.255/24", "long:128"},
        "string:0000:0000:0000:0000:0000:ffff:c0a8:ff00");
    row("ipv6_compare", {"string:fe80::1", "string:fe80::2"}, "long:-1");
    row("ipv6_compare", {"string:fe80::2", "string:fe80::1", "long:120"}, "long:0");
    row("ipv6_compare", {"string:192.168.1.1", "string:::ffff:c0a8:101"}, "long:0");
    row("ipv6_compare", {"string:x", "string:fe80::1"}, "long:null");
    row("ipv6_is_match", {"string:fe80::1/64", "string:fe80::2"}, "bool:True");
    row("ipv6_is_match", {"string:fe80::1", "string:fe80::2"}, "bool:False");
    row("ipv6_is_in_range",
        {"string:a5e:f127:8a9d:146d:e102:b5d3:c755:abcd", "string:a5e:f127:8a9d:146d:e102:b5d3:c755:0/112"},
        "bool:True");
    row("ipv6_is_in_range", {"string:a5e::1", "string:a5f::/16"}, "bool:False");
    row("ipv6_is_in_any_range", {"string:a5e::1", "string:a5f::/16", "string:a5e::/16"}, "bool:True");
    row("ipv6_is_in_any_range", {"string:10.1.1.1", "dynamic:[\"10.0.0.0/8\"]"}, "bool:True");
}

void NetworkAndUnitsTest::punycode_data()
{
    declareRows();
    row("punycode_from_string", {"string:académie-française"}, "string:acadmie-franaise-npb1a");
    row("punycode_from_string", {"string:艺术"}, "string:cqv902d");
    row("punycode_from_string", {"string:"}, "string:");
    row("punycode_to_string", {"string:acadmie-franaise-npb1a"}, "string:académie-française");
    row("punycode_to_string", {"string:cqv902d"}, "string:艺术");
    row("punycode_to_string", {"string:!!"}, "string:");
    row("punycode_to_string", {"string:a-99999999"}, "string:");
    row("punycode_domain_to_string", {"string:Riðill｡Skáldskaparmál｡org"},
        "string:xn--Riill-jta.xn--Skldskaparml-dbbj.org");
    row("punycode_domain_to_string", {"string:Kaledvoulc'h.Artorījos.edu"},
        "string:Kaledvoulc'h.xn--Artorjos-ejb.edu");
    row("punycode_domain_from_string", {"string:xn--Ge-mia.Bulg.edu"}, "string:Gáe.Bulg.edu");
}

void NetworkAndUnitsTest::units_data()
{
    declareRows();
    row("convert_angle", {"real:180", "string:Degree", "string:Revolution"}, "real:0.5");
    row("convert_energy", {"real:1.2", "string:Joule", "string:BritishThermalUnit"},
        "real:0.0011373805443759807");
    row("convert_energy", {"real:1", "string:KilowattHour", "string:Joule"}, "real:3600000.0");
    row("convert_force", {"real:1.2", "string:Newton", "string:Decanewton"}, "real:0.12");
    row("convert_length", {"real:1.2", "string:Meter", "string:Foot"}, "real:3.9370078740157479");
    row("convert_length", {"long:2", "string:Foot", "string:Inch"}, "real:24.0");
    row("convert_mass", {"real:1.2", "string:Kilogram", "string:Pound"}, "real:2.6455471462185309");
    row("convert_speed", {"real:36", "string:KilometerPerHour", "string:MeterPerSecond"}, "real:10.0");
    row("convert_temperature", {"real:1.2", "string:Kelvin", "string:DegreeCelsius"}, "real:-271.95");
    row("convert_temperature", {"real:0", "string:DegreeDelisle", "string:DegreeCelsius"}, "real:100.0");
    row("convert_volume", {"real:2", "string:Kiloliter", "string:CubicMeter"}, "real:2.0");
    row("convert_volume", {"real:2", "string:Liter", "string:Foot"}, "real:null");
    row("convert_volume", {"real:2", "string:liter", "string:Liter"}, "real:null");
}

QTEST_APPLESS_MAIN(NetworkAndUnitsTest)
#include "tst_network_and_units.moc"
