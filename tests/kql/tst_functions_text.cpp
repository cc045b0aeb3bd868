#include <QTest>

#include "function_rows.h"

using namespace signalbox::kql::test;

class TestFunctionsText : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void lengths_data();
    void lengths() { checkRow(); }
    void parts_data();
    void parts() { checkRow(); }
    void joins_data();
    void joins() { checkRow(); }
    void searches_data();
    void searches() { checkRow(); }
    void regexes_data();
    void regexes() { checkRow(); }
    void replaces_data();
    void replaces() { checkRow(); }
    void encodes_data();
    void encodes() { checkRow(); }
    void parses_data();
    void parses() { checkRow(); }
    void addresses_data();
    void addresses() { checkRow(); }
};

void TestFunctionsText::lengths_data()
{
    declareRows();
    row("strlen", {"string:Grüße 😀"}, "long:7");
    row("string_size", {"string:ü😀"}, "long:6");
    row("strlen", {"string:"}, "long:0");
    row("toupper", {"string:straße ñ"}, "string:STRAßE Ñ");
    row("tolower", {"string:ÀÉ Ж"}, "string:àé ж");
    row("toupper", {"long:12"}, "string:12");
    row("reverse", {"string:añ😀"}, "string:😀ña");
    row("reverse", {"long:123"}, "string:321");
    row("isascii", {"string:é"}, "bool:False");
}

void TestFunctionsText::parts_data()
{
    declareRows();
    row("substring", {"string:signal", "long:2"}, "string:gnal");
    row("substring", {"string:signal", "long:-3", "long:2"}, "string:na");
    row("substring", {"string:signal", "long:0", "long:-1"}, "string:");
    row("substring", {"string:signal", "long:9", "long:1"}, "string:");
    row("substring", {"string:signal", "long:-99", "long:3"}, "string:");
    row("substring", {"string:é😀x", "long:1", "long:1"}, "string:😀");
    row("split", {"string:a,b,,c", "string:,"}, "dynamic:[\"a\",\"b\",\"\",\"c\"]");
    row("split", {"string:", "string:,"}, "dynamic:[\"\"]");
    row("split", {"string:a,b,c", "string:,", "long:1"}, "dynamic:[\"b\"]");
    row("split", {"string:a,b", "string:,", "long:7"}, "dynamic:[]");
    row("split", {"string:a b", "string:"}, "dynamic:[\"a b\"]");
}

void TestFunctionsText::joins_data()
{
    declareRows();
    row("strcat", {"string:a", "long:1", "real:2", "bool:true", "long:null"}, "string:a12.0True");
    row("strcat", {"dynamic:\"x\"", "dynamic:[1]"}, "string:x[1]");
    row("strcat_delim", {"string:-", "string:a", "timespan:1h", "long:3"}, "string:a-01:00:00-3");
    row("strcat_array", {"dynamic:[1,\"b\",null]", "string:/"}, "string:1/b/");
    row("strrep", {"string:ab", "long:3"}, "string:ababab");
    row("strrep", {"string:ab", "long:2", "string:-"}, "string:ab-ab");
    row("strrep", {"string:ab", "long:0"}, "string:");
    row("translate", {"string:abc", "string:xy", "string:cabin"}, "string:yxyin");
    row("strcmp", {"string:b", "string:a"}, "long:1");
    row("unicode_codepoints_from_string", {"string:aé"}, "dynamic:[97,233]");
    row("unicode_codepoints_to_string", {"long:75", "dynamic:[113,108]"}, "string:Kql");
}

void TestFunctionsText::searches_data()
{
    declareRows();
    row("indexof", {"string:banana", "string:an"}, "long:1");
    row("indexof", {"string:banana", "string:an", "long:2"}, "long:3");
    row("indexof", {"string:banana", "string:x"}, "long:-1");
    row("indexof", {"string:banana", "string:"}, "long:null");
    row("indexof", {"string:éban", "string:b"}, "long:1");
    row("indexof", {"string:banana", "string:an", "long:0", "long:-1", "long:2"}, "long:3");
    row("indexof", {"string:banana", "string:an", "long:2", "long:2"}, "long:-1");
    // The length counts anew from each place that was found.
    row("indexof", {"string:abcdefgabcdefg", "string:cde", "long:1", "long:10", "long:2"}, "long:9");
    row("indexof", {"string:abcdefg", "string:cde", "long:1", "long:2"}, "long:-1");
    row("indexof", {"string:abcdefg", "string:cde", "long:-5"}, "long:2");
    row("indexof", {"string:abc", "string:b", "long:0", "long:-2"}, "long:null");
    row("indexof_regex", {"string:ab12", "string:[0-9]+", "long:-1"}, "long:null");
    row("indexof_regex", {"string:ab12", "string:[0-9]+"}, "long:2");
    row("countof", {"string:aaaa", "string:aa"}, "long:3");
    row("countof", {"string:a1b22", "string:\\d+", "string:regex"}, "long:2");
    row("has_any_index", {"string:red blue", "dynamic:[\"green\",\"blue\"]"}, "long:1");
}

void TestFunctionsText::regexes_data()
{
    declareRows();
    row("extract", {"string:(\\d+)-(\\d+)", "long:2", "string:from 10-20"}, "string:20");
    row("extract", {"string:(\\d+)", "long:1", "string:none"}, "string:");
    row("extract", {"string:a(b)?", "long:1", "string:a"}, "string:");
    row("extract", {"string:x", "long:4", "string:x"}, "string:");
    row("extract", {"string:v=(\\d+)", "long:1", "string:v=41", "string:long"}, "long:41");
    row("extract", {"string:v=(\\w+)", "long:1", "string:v=x", "string:long"}, "long:null");
    row("extract", {"string:(?<n>\\d+)", "long:1", "string:a7"}, "string:7");
    row("extract_all", {"string:(\\d)", "string:a1b２"}, "dynamic:[\"1\",\"２\"]");
    row("extract_all", {"string:(\\w)(\\d)", "string:a1b2"}, "dynamic:[[\"a\",\"1\"],[\"b\",\"2\"]]");
    row("extract_all", {"string:(\\w)(\\d)", "dynamic:[2]", "string:a1b2"}, "dynamic:[\"1\",\"2\"]");
    row("extract_all", {"string:(x)", "string:a"}, "dynamic:null");
    row("trim", {"string:[ _]+", "string: _a b_ "}, "string:a b");
    row("trim", {"string:-", "string:--a--"}, "string:-a-");
    row("trim_start", {"string:a|ab", "string:abc"}, "string:bc");
    row("trim_end", {"string:\\s", "string:a \u00a0"}, "string:a ");
    row("trim", {"string:x", "string:a x b"}, "string:a x b");
    row("regex_quote", {"string:a.b"}, "string:a\\.b");
}

void TestFunctionsText::replaces_data()
{
    declareRows();
    row("replace_string", {"string:banana", "string:an", "string:-"}, "string:b--a");
    row("replace_string", {"string:banana", "string:", "string:-"}, "string:banana");
    row("replace_regex", {"string:john smith", "string:(\\w+) (\\w+)", "string:\\2 \\1"},
        "string:smith john");
    row("replace", {"string:[aeiou]", "string:*", "string:banana"}, "string:b*n*n*");
    row("replace_strings", {"string:cat and dog", "dynamic:[\"cat\",\"dog\"]", "dynamic:[\"dog\",\"fox\"]"},
        "string:dog and fox");
    row("replace_strings", {"string:a", "dynamic:[\"a\"]", "dynamic:[]"}, "string:");
}

void TestFunctionsText::encodes_data()
{
    declareRows();
    row("base64_encode_tostring", {"string:Signal"}, "string:U2lnbmFs");
    row("base64_encode_tostring", {"string:a"}, "string:YQ==");
    row("base64_decode_tostring", {"string:YWI="}, "string:ab");
    row("base64_decode_tostring", {"string:YWI"}, "string:");
    row("base64_decode_toarray", {"string:AP8="}, "dynamic:[0,255]");
    row("base64_encode_fromarray", {"dynamic:[0,255]"}, "string:AP8=");
    row("base64_decode_toguid", {"string:AQAAAAIAAwAEBQYHCAkKCw=="},
        "guid:00000001-0002-0003-0405-060708090a0b");
    row("base64_encode_fromguid", {"guid:00000001-0002-0003-0405-060708090a0b"},
        "string:AQAAAAIAAwAEBQYHCAkKCw==");
    row("url_encode", {"string:a b/c?é"}, "string:a+b%2fc%3f%c3%a9");
    row("url_encode_component", {"string:a b"}, "string:a%20b");
    row("url_decode", {"string:a%20b%2Fc+d%zz"}, "string:a b/c d%zz");
    row("hash", {"string:World"}, "long:1846988464401551951");
    row("hash", {"string:World", "long:100"}, "long:51");
    row("hash_md5", {"string:"}, "string:d41d8cd98f00b204e9800998ecf8427e");
    row("hash_sha1", {"string:abc"}, "string:a9993e364706816aba3e25717850c26c9cd0d89d");
}

void TestFunctionsText::parses_data()
{
    declareRows();
    row("parse_csv", {"string:a,\"b,\"\"c\"\"\",,d\ne"}, "dynamic:[\"a\",\"b,\\\"c\\\"\",\"\",\"d\"]");
    row("parse_version", {"string:1.2"}, "decimal:1000000020000000000000000");
    row("parse_version", {"string:1.2.x"}, "decimal:null");
    row("parse_url", {"string:https://me:pw@host.org:8080/a/b?k=v&e=#part"},
        "dynamic:{\"Scheme\":\"https\",\"Host\":\"host.org\",\"Port\":\"8080\",\"Path\":\"/a/"
        "b\",\"Username\":\"me\","
        "\"Password\":\"pw\",\"Query Parameters\":{\"k\":\"v\",\"e\":\"\"},\"Fragment\":\"part\"}");
    row("parse_urlquery", {"string:a=1&b=2"}, "dynamic:{\"Query Parameters\":{\"a\":\"1\",\"b\":\"2\"}}");
    row("extract_json", {"string:$.a[1].b", "string:{\"a\":[0,{\"b\":\"x\"}]}"}, "string:x");
    row("extract_json", {"string:$['a b']", "string:{\"a b\":7}", "string:long"}, "long:7");
    row("extract_json", {"string:$.a", "string:not json"}, "string:");
    row("parse_xml", {"string:<?xml version=\"1.0\"?><r k=\"v\"><i>1</i><i>2 &lt; 3</i><e/></r>"},
        "dynamic:{\"r\":{\"@k\":\"v\",\"i\":[\"1\",\"2 < 3\"],\"e\":null}}");
    row("parse_xml", {"string:<r><open></r>"}, "dynamic:null");
    row("parse_xml", {"string:<e> text <a>b</a> </e>"}, "dynamic:{\"e\":{\"a\":\"b\",\"#text\":\"text\"}}");
    row("parse_command_line", {"string:run \"two words\" x\\\\y", "string:windows"},
        "dynamic:[\"run\",\"two words\",\"x\\\\\\\\y\"]");
    row("format_bytes", {"long:1536", "long:1"}, "string:1.5 KB");
    row("format_bytes", {"long:999"}, "string:999 Bytes");
    row("format_bytes", {"long:2048", "long:0", "string:XB"}, "string:");
}

void TestFunctionsText::addresses_data()
{
    declareRows();
    row("parse_ipv4", {"string:10.0.0.1"}, "long:167772161");
    row("parse_ipv4", {"string:10.0.0.256"}, "long:null");
    row("ipv4_is_in_range", {"string:10.1.2.3", "string:10.0.0.0/8"}, "bool:True");
    row("ipv4_is_match", {"string:10.1.2.3", "string:10.1.9.9/16"}, "bool:True");
    row("ipv4_compare", {"string:10.0.0.2", "string:10.0.0.1"}, "long:1");
    row("ipv4_is_private", {"string:172.20.1.1"}, "bool:True");
    row("format_ipv4", {"string:10.1.2.3", "long:24"}, "string:10.1.2.0");
    row("format_ipv4_mask", {"long:167772161", "long:8"}, "string:10.0.0.0/8");
    row("ipv4_is_in_any_range", {"string:1.2.3.4", "dynamic:[\"10.0.0.0/8\",\"1.0.0.0/8\"]"}, "bool:True");
}

QTEST_GUILESS_MAIN(TestFunctionsText)
#include "tst_functions_text.moc"
