#include "sim/scenario/catalog.hpp"

#include "sim/fabric/pod_topology.hpp"
#include "sim/scenario/find_spec.hpp"
#include "sim/scenario/read_hardware.hpp"
#include "sim/scenario/read_plugin.hpp"
#include "sim/scenario/read_site.hpp"
#include "sim/scenario/scenario_fields.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <functional>

namespace gigapod {
namespace {

namespace fs = std::filesystem;

/// The key under `sources` that speaks for every key without an own one.
constexpr const char* kOthers = "others";

struct CatalogReader {
  Catalog catalog;
  std::deque<SourceText> sources;
  Diagnostics diagnostics;
  Findings findings{diagnostics};
};

/// `power.pue` for a key of a section.
bool has_key(const DocumentNode& root, const std::string& dotted) {
  const std::size_t dot = dotted.find('.');
  const DocumentNode* node = root.find(dotted.substr(0, dot));
  if (node == nullptr || dot == std::string::npos) return node != nullptr;
  return node->find(dotted.substr(dot + 1)) != nullptr;
}

void read_sources(MappingReader& reader, const std::string& prefix, CatalogReader& state) {
  const DocumentNode* node = reader.take("sources");
  if (node == nullptr) return;
  if (!node->is_mapping()) {
    state.findings.error(node->label, "'sources' expects a text for each key");
    return;
  }
  for (const DocumentEntry& entry : node->entries) {
    if (!entry.value.is_scalar()) {
      state.findings.error(entry.value.label, "a source is a text");
    } else if (entry.key != kOthers && !has_key(reader.node(), entry.key)) {
      state.findings.error(entry.value.label,
                           fmt::format("a source for '{}', which this file does not give", entry.key));
    } else {
      state.catalog.sources[prefix + entry.key] = entry.value.text;
    }
  }
}

std::vector<fs::path> yaml_files(const fs::path& folder) {
  std::vector<fs::path> files;
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(folder, failure)) {
    if (entry.path().extension() == ".yaml") files.push_back(entry.path());
  }
  std::sort(files.begin(), files.end());
  return files;
}

void check_name(const std::string& name, const fs::path& file, const DocumentNode& root, Findings& findings) {
  const DocumentNode* node = root.find("name");
  if (node == nullptr || name.empty() || name == file.stem()) return;
  findings.error(node->mark, fmt::format("the name is '{}' in the file '{}'", name, file.filename().string()),
                 fmt::format("name the file '{}.yaml'", name));
}

/// Reads every file of one kind; `read` fills a spec from the reader and says whether it is whole.
template <class Spec>
void read_folder(const fs::path& folder, const std::string& kind, std::map<std::string, Spec>& known,
                 CatalogReader& state, const std::function<bool(MappingReader&, Spec&)>& read) {
  for (const fs::path& file : yaml_files(folder / kind)) {
    DocumentNode root;
    if (!read_document(file, state.sources, state.findings, root)) continue;
    MappingReader reader(root, "this file", state.findings);
    Spec spec;
    const bool is_whole = read(reader, spec);
    check_name(spec.name, file, root, state.findings);
    read_sources(reader, kind + "/" + spec.name + ".", state);
    reader.finish();
    if (is_whole) known[spec.name] = std::move(spec);
  }
}

template <class Spec>
void read_plain_folder(const fs::path& folder, const std::string& kind, const std::string& what,
                       const FieldList<Spec>& fields, std::map<std::string, Spec>& known, CatalogReader& state) {
  read_folder<Spec>(folder, kind, known, state, [&](MappingReader& reader, Spec& spec) {
    if (!reader.read(fields, spec)) return false;
    check_spec(spec, what, reader.node().mark, state.findings);
    return true;
  });
}

void read_pod_folder(const fs::path& folder, CatalogReader& state) {
  read_folder<PodSpec>(folder, "pods", state.catalog.pods, state, [&](MappingReader& reader, PodSpec& pod) {
    if (!reader.read(pod_fields(), pod)) return false;
    check_spec(pod, "pod type", reader.node().mark, state.findings);
    const DocumentNode& topology = *reader.node().find("topology");
    return find_spec(state.catalog.chips, "chip", *reader.node().find("chip"), state.findings) != nullptr &&
           check_plugin_name<PodTopology>(pod.topology, topology.mark, state.findings);
  });
}

void read_site_folder(const fs::path& folder, CatalogReader& state) {
  read_folder<SiteSpec>(folder, "sites", state.catalog.sites, state, [&](MappingReader& reader, SiteSpec& site) {
    const std::size_t errors = state.findings.error_count();
    read_site_keys(reader, true, state.catalog, state.findings, site);
    return state.findings.error_count() == errors;
  });
}

}  // namespace

Catalog read_catalog(const std::vector<fs::path>& folders) {
  CatalogReader state;
  for (const fs::path& folder : folders) {
    std::error_code failure;
    if (!fs::is_directory(folder, failure)) {
      state.findings.file_error(folder.string(), "there is no such catalog folder");
      continue;
    }
    read_plain_folder(folder, "chips", "chip", chip_fields(), state.catalog.chips, state);
    read_pod_folder(folder, state);
    read_site_folder(folder, state);
    read_plain_folder(folder, "models", "model", transformer_fields(), state.catalog.models, state);
  }
  state.findings.close();
  state.diagnostics.throw_if_errors();
  return state.catalog;
}

}  // namespace gigapod
