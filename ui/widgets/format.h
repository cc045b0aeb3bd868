// How numbers, times and core's texts read on the screen, the same on every page. Pure functions.
#pragma once

#include <QString>
#include <cstdint>
#include <string>
#include <string_view>

#include "core/base/clock.h"
#include "core/base/result.h"

namespace signalbox::ui {

// The place where core's UTF-8 becomes QString, and back.
[[nodiscard]] QString toQt(std::string_view utf8);
[[nodiscard]] std::string fromQt(const QString &text);

[[nodiscard]] QString errorText(const Error &error);

// "—", which stands where there is nothing to show.
[[nodiscard]] QString emDash();

// For buttons, menus and tabs, where a single & would underline the letter after it and vanish.
[[nodiscard]] QString literalText(QString text);

// "48 112", groups of three with a narrow space.
[[nodiscard]] QString countText(std::int64_t count);
// Fixed decimals with a true minus; "—" for what is not finite.
[[nodiscard]] QString numberText(double value, int decimals = 3);
// "+0.038", "−0.019": always with its sign.
[[nodiscard]] QString deltaText(double value, int decimals = 3);
// 0.0041 is "0.41 %".
[[nodiscard]] QString percentText(double fraction, int decimals = 1);
// "12.1 ms", "850 µs", "2.4 s".
[[nodiscard]] QString durationText(double milliseconds);
// "1.2 M", "48.1 k", "312".
[[nodiscard]] QString shortCountText(double count);
// "3.4 MB", powers of 1000.
[[nodiscard]] QString byteText(std::int64_t bytes);

// "14:32:07"; "23 Nov 14:32" ; "2026-11-23 14:32:07 UTC". All in UTC.
[[nodiscard]] QString clockText(TimePoint time);
[[nodiscard]] QString dayText(TimePoint time);
[[nodiscard]] QString fullTimeText(TimePoint time);
// "180 ms", "6 s", "3 min", "2 h", "5 d" between then and now, followed by " ago".
[[nodiscard]] QString ageText(TimePoint then, TimePoint now);

} // namespace signalbox::ui
