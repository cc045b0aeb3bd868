#include "core/base/sha256.h"

#include <array>
#include <cstdint>
#include <fstream>
#include <span>
#include <stdexcept>
#include <system_error>
#include <vector>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "core/base/file.h"
#include "core/base/text.h"

namespace signalbox {

struct Sha256::Context
{
    EVP_MD_CTX *handle = EVP_MD_CTX_new();

    Context() = default;
    ~Context() { EVP_MD_CTX_free(handle); }
    Context(const Context &) = delete;
    Context &operator=(const Context &) = delete;
};

Sha256::Sha256()
    : m_context(std::make_unique<Context>())
{
    if (m_context->handle == nullptr || EVP_DigestInit_ex(m_context->handle, EVP_sha256(), nullptr) != 1)
        throw std::runtime_error("OpenSSL offers no SHA-256");
}

Sha256::~Sha256() = default;

void Sha256::add(std::string_view bytes)
{
    EVP_DigestUpdate(m_context->handle, bytes.data(), bytes.size());
}

void Sha256::addField(std::string_view bytes)
{
    add(fmt::format("{}:", bytes.size()));
    add(bytes);
}

std::string Sha256::finish()
{
    std::array<std::uint8_t, 32> digest{};
    EVP_DigestFinal_ex(m_context->handle, digest.data(), nullptr);
    return toHex(digest);
}

std::string sha256(std::string_view bytes)
{
    Sha256 digest;
    digest.add(bytes);
    return digest.finish();
}

Result<std::string> sha256OfFile(const std::filesystem::path &path)
{
    std::ifstream in(path, std::ios::binary);
    if (!in) {
        std::error_code ignored;
        return std::filesystem::exists(path, ignored)
                   ? failure(ErrorCode::Io,
                             fmt::format("'{}' cannot be read. Check its permissions.", toUtf8(path)))
                   : failure(ErrorCode::NotFound, fmt::format("There is no file '{}'.", toUtf8(path)));
    }
    Sha256 digest;
    std::vector<char> block(std::size_t{1} << 16U);
    while (in) {
        in.read(block.data(), static_cast<std::streamsize>(block.size()));
        digest.add({block.data(), static_cast<std::size_t>(in.gcount())});
    }
    if (in.bad())
        return failure(ErrorCode::Io, fmt::format("Reading '{}' failed half-way.", toUtf8(path)));
    return digest.finish();
}

} // namespace signalbox
