// The models that this agent has loaded, by the hash of their artifact. A deployment is ready when its model
// is here.
#pragma once

#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <string_view>

#include "core/learn/model.h"

namespace signalbox::agent {

using ModelPointer = std::shared_ptr<const learn::LogisticModel>;

// Thread-safe.
class ModelCache
{
public:
    // Null if it has not been loaded.
    [[nodiscard]] ModelPointer find(std::string_view hash) const
    {
        const std::scoped_lock lock(m_mutex);
        const auto found = m_models.find(hash);
        return found == m_models.end() ? nullptr : found->second;
    }

    void put(std::string hash, ModelPointer model)
    {
        const std::scoped_lock lock(m_mutex);
        m_models.insert_or_assign(std::move(hash), std::move(model));
    }

private:
    mutable std::mutex m_mutex; // guards m_models
    std::map<std::string, ModelPointer, std::less<>> m_models;
};

} // namespace signalbox::agent
