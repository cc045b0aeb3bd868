// hash and the digests. hash takes the bytes of a number or of a time's ticks; the digests take the text of
// any value.
#include <array>
#include <bit>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include <openssl/evp.h>

#include "core/base/text.h"
#include "core/kql/functions/library.h"
#include "core/kql/functions/pointwise.h"
#include "core/kql/functions/xxhash.h"
#include "core/kql/values/conversions.h"
#include "core/kql/values/value_to_text.h"

namespace signalbox::kql {

namespace {

std::string bytesOf(std::uint64_t number, std::size_t size)
{
    std::string bytes(size, '\0');
    for (char &byte : bytes) {
        byte = static_cast<char>(number & 255U);
        number >>= 8U;
    }
    return bytes;
}

std::string bytesOf(const Value &value)
{
    if (value.is(Type::Bool))
        return bytesOf(value.boolean() ? 1 : 0, 1);
    if (value.is(Type::Int))
        return bytesOf(static_cast<std::uint64_t>(value.whole()), 4);
    if (value.isWhole())
        return bytesOf(static_cast<std::uint64_t>(castValue(value, Type::Long).whole()), 8);
    if (value.is(Type::Real))
        return bytesOf(std::bit_cast<std::uint64_t>(value.real()), 8);
    return toText(value);
}

std::uint64_t hashOf(const Value &value)
{
    return xxHash64(bytesOf(value));
}

std::optional<std::int64_t> bucketOf(std::uint64_t hash, std::int64_t buckets)
{
    if (buckets <= 0)
        return std::nullopt;
    return static_cast<std::int64_t>(hash % static_cast<std::uint64_t>(buckets));
}

std::string digestOf(const EVP_MD *method, const std::string &bytes)
{
    std::array<std::uint8_t, EVP_MAX_MD_SIZE> digest{};
    unsigned size = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest.data(), &size, method, nullptr) != 1)
        return "";
    return toHex(std::span(digest).first(size));
}

void addDigest(FunctionRegistry &registry, const char *name, const char *help, const EVP_MD *(*method)())
{
    registry.add(name, {"value"}, help,
                 {pointwise([method](const Any &any) { return digestOf(method(), toText(any.value)); })});
}

} // namespace

void addHashes(FunctionRegistry &registry)
{
    for (const char *name : {"hash", "hash_xxhash64"}) {
        registry.add(name, {"value", "buckets"},
                     "A 64-bit hash of a value, or which of so many buckets it falls in.",
                     {pointwise([](const Any &any) { return static_cast<std::int64_t>(hashOf(any.value)); }),
                      pointwise([](const Any &any, std::int64_t buckets) {
                          return bucketOf(hashOf(any.value), buckets);
                      })});
    }
    addDigest(registry, "hash_md5", "The MD5 digest of a value in hexadecimal.", EVP_md5);
    addDigest(registry, "hash_sha1", "The SHA-1 digest of a value in hexadecimal.", EVP_sha1);
    addDigest(registry, "hash_sha256", "The SHA-256 digest of a value in hexadecimal.", EVP_sha256);
}

} // namespace signalbox::kql
