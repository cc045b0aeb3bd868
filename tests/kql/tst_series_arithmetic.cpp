// Functions over series element by element, filling of what is missing, and filters: one row a call.
#include <QTest>

#include "function_rows.h"

using namespace signalbox::kql::test;

class SeriesArithmeticTest : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void elements_data();
    void elements() { checkRow(); }
    void filling_data();
    void filling() { checkRow(); }
    void filters_data();
    void filters() { checkRow(); }
};

void SeriesArithmeticTest::elements_data()
{
    declareRows();
    row("series_add", {"dynamic:[1,2,4]", "dynamic:[4,2,1]"}, "dynamic:[5,4,5]");
    row("series_add", {"dynamic:[1,2.5]", "dynamic:[1,1]"}, "dynamic:[2,3.5]");
    row("series_add", {"dynamic:[1,\"x\",null]", "dynamic:[1,1]"}, "dynamic:[2,null,null]");
    row("series_add", {"dynamic:1", "dynamic:2"}, "dynamic:null");
    row("series_subtract", {"dynamic:[10,20]", "long:5"}, "dynamic:[5,15]");
    row("series_subtract", {"real:1.5", "dynamic:[1,2]"}, "dynamic:[0.5,-0.5]");
    row("series_multiply", {"long:10", "dynamic:[1,0,-1]"}, "dynamic:[10,0,-10]");
    row("series_multiply", {"dynamic:[9223372036854775807]", "long:2"}, "dynamic:[-2]");
    row("series_divide", {"dynamic:[1,2,4]", "dynamic:[4,2,1]"}, "dynamic:[0.25,1.0,4.0]");
    row("series_divide", {"dynamic:[1]", "string:x"},
        "series_divide takes (dynamic, dynamic) or (dynamic, long) or (long, dynamic) or (dynamic, real), "
        "not (dynamic, string).");
    row("series_pow", {"dynamic:[1,2,3,4]", "dynamic:[1,2,3,0.5]"}, "dynamic:[1.0,4.0,27.0,2.0]");
    row("series_equals", {"dynamic:[1,2,4]", "dynamic:[4,2.0,1]"}, "dynamic:[false,true,false]");
    row("series_not_equals", {"dynamic:[1,2]", "dynamic:[4,2]"}, "dynamic:[true,false]");
    row("series_less", {"dynamic:[1,2,4]", "dynamic:[4,2,1]"}, "dynamic:[true,false,false]");
    row("series_less_equals", {"dynamic:[1,2,4]", "dynamic:[4,2,1]"}, "dynamic:[true,true,false]");
    row("series_greater", {"dynamic:[60,0,null]", "long:15"}, "dynamic:[true,false,null]");
    row("series_greater_equals", {"dynamic:[1,2,4]", "dynamic:[4,2,1]"}, "dynamic:[false,true,true]");
    row("series_abs", {"dynamic:[-6.5,0,8.2,-3]"}, "dynamic:[6.5,0,8.2,3]");
    row("series_abs", {"dynamic:[-9223372036854775808]"}, "dynamic:[-9223372036854775808]");
    row("series_sign", {"dynamic:[-6,0,8,\"a\"]"}, "dynamic:[-1,0,1,null]");
    row("series_floor", {"dynamic:[-1.5,1,2.5]"}, "dynamic:[-2.0,1.0,2.0]");
    row("series_ceiling", {"dynamic:[-1.5,1,2.5]"}, "dynamic:[-1.0,1.0,3.0]");
    row("series_exp", {"dynamic:[0,null]"}, "dynamic:[1.0,null]");
    row("series_log", {"dynamic:[1]"}, "dynamic:[0.0]");
    row("series_sin", {"dynamic:[0]"}, "dynamic:[0.0]");
    row("series_cos", {"dynamic:[0]"}, "dynamic:[1.0]");
    row("series_tan", {"dynamic:[0]"}, "dynamic:[0.0]");
    row("series_asin", {"dynamic:[0,1]"}, "dynamic:[0.0,1.5707963267948966]");
    row("series_acos", {"dynamic:[1]"}, "dynamic:[0.0]");
    row("series_atan", {"dynamic:{}"}, "dynamic:null");
}

void SeriesArithmeticTest::filling_data()
{
    declareRows();
    row("series_fill_const", {"dynamic:[111,null,36,null]", "real:0"}, "dynamic:[111,0.0,36,0.0]");
    row("series_fill_const", {"dynamic:[0,1,0]", "long:-1", "long:0"}, "dynamic:[-1,1,-1]");
    row("series_fill_forward", {"dynamic:[null,36,null,null,16]"}, "dynamic:[null,36,36,36,16]");
    row("series_fill_forward", {"dynamic:[7,0,0]", "long:0"}, "dynamic:[7,7,7]");
    row("series_fill_backward", {"dynamic:[111,null,36,null,null,16,null]"},
        "dynamic:[111,36,36,16,16,16,null]");
    row("series_fill_backward", {"dynamic:5"}, "dynamic:null");
    row("series_fill_linear", {"dynamic:[null,111.0,null,36.0,null,null,33.0,null]"},
        "dynamic:[111.0,111.0,73.5,36.0,35.0,34.0,33.0,33.0]");
    row("series_fill_linear", {"dynamic:[null,111,null,36,41,null,null,16]"},
        "dynamic:[111,111,73,36,41,32,24,16]");
    row("series_fill_linear", {"dynamic:[null,1,null,3,null]", "real:null", "bool:false"},
        "dynamic:[null,1,2,3,null]");
    row("series_fill_linear", {"dynamic:[null,null]"}, "dynamic:[0.0,0.0]");
    row("series_fill_linear", {"dynamic:[null,null]", "real:null", "bool:true", "real:3.5"},
        "dynamic:[3.5,3.5]");
    row("series_fill_linear", {"dynamic:[null,null]", "real:null", "bool:true", "real:null"},
        "dynamic:[null,null]");
}

void SeriesArithmeticTest::filters_data()
{
    declareRows();
    row("series_fir", {"dynamic:[0,0,2,2,3]", "dynamic:[1,-1]"}, "dynamic:[0.0,0.0,2.0,0.0,1.0]");
    row("series_fir", {"dynamic:[0,3,0,0]", "dynamic:[1,1,1]"}, "dynamic:[0.0,1.0,1.0,1.0]");
    row("series_fir", {"dynamic:[0,0,3,0,0]", "dynamic:[1,1,1]", "bool:true", "bool:true"},
        "dynamic:[0.0,1.0,1.0,1.0,0.0]");
    row("series_fir", {"dynamic:[1,2]", "dynamic:[1,1]", "bool:false"}, "dynamic:[1.0,3.0]");
    row("series_fir", {"dynamic:[1,2]", "dynamic:[1,-1]", "bool:true"}, "dynamic:null");
    row("series_iir", {"dynamic:[10,30,0]", "dynamic:[1]", "dynamic:[1,-1]"}, "dynamic:[10.0,40.0,40.0]");
    row("series_iir", {"dynamic:[1,2]", "dynamic:[1]", "dynamic:[2]"}, "dynamic:[0.5,1.0]");
    row("series_iir", {"dynamic:[1,2]", "dynamic:[1]", "dynamic:[0,1]"}, "dynamic:null");
}

QTEST_APPLESS_MAIN(SeriesArithmeticTest)
#include "tst_series_arithmetic.moc"
