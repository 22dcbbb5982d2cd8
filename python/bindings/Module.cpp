//===- Module.cpp - the extension module per._core -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Compiler.h"
#include "Native.h"
#include "XLAKernels.h"

#include "per/Support/Slices.h"
#include "per/Transforms/CaptureSites.h"

#include "llvm/ADT/StringSwitch.h"
#include "llvm/Support/Error.h"

#include <nanobind/nanobind.h>
#include <nanobind/ndarray.h>
#include <nanobind/stl/optional.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

namespace nb = nanobind;
using namespace mlir;
using namespace mlir::per;

namespace {

/// A compiled module with the report of the attach step.
struct Attached : python::CompiledText {
  std::string report;
};

ScalarSource parseScalar(const char *name, const std::string &text) {
  llvm::Expected<ScalarSource> source = ScalarSource::parse(text);
  if (!source)
    throw python::CompileError(std::string(name) + ": " +
                               llvm::toString(source.takeError()));
  return *source;
}

Reduction parseReduction(const std::string &text) {
  if (text == "mean")
    return Reduction::Mean;
  if (text == "sum")
    return Reduction::Sum;
  throw python::CompileError("expected reduction mean or sum, got " + text);
}

AttachOptions
makeOptions(const std::string &regularizer, const std::string &lambda,
            const std::string &seed, const std::string &step,
            const std::string &reduction, const std::string &location,
            const std::vector<std::string> &families,
            const std::vector<unsigned> &indices,
            const std::optional<std::vector<int64_t>> &sampleDims,
            unsigned lossResult, const std::optional<std::string> &lossScale,
            const std::vector<double> &weights, bool skipFailedSites,
            bool differentiated, const AnalysisBounds &bounds) {
  AttachOptions options;
  options.regularizer = regularizer;
  options.lambda = parseScalar("lam", lambda);
  options.seed = parseScalar("seed", seed);
  options.step = parseScalar("step", step);
  options.reduction = parseReduction(reduction);
  options.sites.location = location;
  options.sites.families.assign(families.begin(), families.end());
  options.sites.indices.assign(indices.begin(), indices.end());
  if (sampleDims)
    options.sampleDims.emplace(sampleDims->begin(), sampleDims->end());
  options.lossResult = lossResult;
  if (lossScale)
    options.lossScale = parseScalar("loss_scale", *lossScale);
  options.weights.assign(weights.begin(), weights.end());
  options.skipFailedSites = skipFailedSites;
  options.isDifferentiated = differentiated;
  options.bounds = bounds;
  return options;
}

Attached attach(const std::string &text, const AttachOptions &options) {
  Attached result;
  python::CompiledText &compiled = result;
  compiled = python::editModule(text, [&](ModuleOp op) -> LogicalResult {
    FailureOr<AttachReport> report = attachRegularizers(op, options);
    if (failed(report))
      return failure();
    result.report = report->toJSON();
    return success();
  });
  return result;
}

python::CompiledText capture(const std::string &text, const std::string &what,
                             AttachOptions options) {
  std::optional<Captured> captured =
      llvm::StringSwitch<std::optional<Captured>>(what)
          .Case("activations", Captured::Activations)
          .Case("cotangents", Captured::Cotangents)
          .Case("penalties", Captured::Penalties)
          .Case("cotangent_products", Captured::CotangentProducts)
          .Default(std::nullopt);
  if (!captured)
    throw python::CompileError("nothing is called " + what);
  // Penalties are R(h) itself.
  options.lambda = ScalarSource();
  options.lambda.constant = 1;
  options.lossScale.reset();
  options.weights.clear();
  return python::editModule(
      text, [&](ModuleOp op) { return captureSites(op, *captured, options); });
}

python::CompiledText perturb(const std::string &text,
                             const AttachOptions &options) {
  return python::editModule(
      text, [&](ModuleOp op) { return perturbSites(op, options); });
}

/// The unit directions of a site, d x s, row-major; f32 or f64.
template <typename Float>
nb::ndarray<nb::numpy, Float, nb::ndim<2>, nb::c_contig>
drawDirections(uint32_t seed, uint32_t step, uint32_t site, uint32_t d,
               uint32_t s) {
  size_t size = size_t(d) * s;
  auto theta = std::make_unique<Float[]>(size);
  {
    nb::gil_scoped_release release;
    std::vector<int16_t> integers(size);
    drawSlices(seed, step, site, d, s, integers.data());
    normalizeSlices(integers.data(), d, s, theta.get());
  }
  nb::capsule owner(theta.get(), [](void *data) noexcept {
    delete[] static_cast<Float *>(data);
  });
  return {theta.release(), {d, s}, owner};
}

} // namespace

NB_MODULE(_core, module) {
  module.doc() = "The compiler of the per package: module text in, text out.";

  nb::exception<python::CompileError>(module, "CompileError", PyExc_ValueError)
      .doc() = "The compiler refused a module. The message has the errors and "
               "their notes, each with its place in the model.";

  python::bindNative(module);

  nb::class_<python::CompiledText>(module, "CompiledText")
      .def_ro("text", &python::CompiledText::text,
              "The module in MLIR's generic form, with locations.")
      .def_ro("remarks", &python::CompiledText::remarks,
              "Remarks of the passes, one string each, with location.");

  python::bindXLAKernels(module);

  nb::class_<Attached, python::CompiledText>(module, "Attached")
      .def_ro("report", &Attached::report, "The report, as JSON.");

  nb::class_<AnalysisBounds>(module, "Bounds",
                             "Bounds of the search for cotangents.")
      .def(
          "__init__",
          [](AnalysisBounds *self, const std::vector<unsigned> &cones,
             unsigned closure, unsigned family, unsigned candidates) {
            new (self) AnalysisBounds{
                {cones.begin(), cones.end()}, closure, family, candidates};
          },
          nb::kw_only(), nb::arg("cones"), nb::arg("closure"),
          nb::arg("family"), nb::arg("candidates"));

  nb::class_<AttachOptions>(module, "Options",
                            "The options of the attach pass; the scalars are "
                            "numbers, `new` or `arg:N`, as text.")
      .def(nb::new_(&makeOptions), nb::kw_only(), nb::arg("regularizer"),
           nb::arg("lam"), nb::arg("seed"), nb::arg("step"),
           nb::arg("reduction"), nb::arg("location"), nb::arg("families"),
           nb::arg("indices"), nb::arg("sample_dims").none(),
           nb::arg("loss_result"), nb::arg("loss_scale").none(),
           nb::arg("weights"), nb::arg("skip_failed_sites"),
           nb::arg("differentiated"), nb::arg("bounds"));

  module.def(
      "attach", &attach, nb::arg("text"), nb::arg("options"),
      nb::call_guard<nb::gil_scoped_release>(),
      "Attaches a regulariser to the hidden activations of the function\n"
      "`main` and proves the edit; see `per-attach-regularizers`.\n"
      "Raises CompileError.");
  module.def("capture", &capture, nb::arg("text"), nb::arg("what"),
             nb::arg("options"), nb::call_guard<nb::gil_scoped_release>(),
             "Adds a result to `main` for each selected site: its\n"
             "`activations`, `cotangents`, `penalties` or\n"
             "`cotangent_products`; see `per-capture-sites`. Raises\n"
             "CompileError.");
  module.def("perturb", &perturb, nb::arg("text"), nb::arg("options"),
             nb::call_guard<nb::gil_scoped_release>(),
             "Adds an argument epsilon to `main`, by which the activations of\n"
             "the selected sites are moved; see `per-perturb-sites`. Raises\n"
             "CompileError.");

  module.def("draw_directions_f32", &drawDirections<float>, nb::arg("seed"),
             nb::arg("step"), nb::arg("site"), nb::arg("d"), nb::arg("s"),
             "The unit directions of a site, d x s, in single precision.");
  module.def("draw_directions_f64", &drawDirections<double>, nb::arg("seed"),
             nb::arg("step"), nb::arg("site"), nb::arg("d"), nb::arg("s"),
             "The same in double precision, as sites of f64 have them.");

  module.def(
      "run_pipeline",
      [](const std::string &text, const std::string &pipeline) {
        return python::editModule(text, [&](ModuleOp op) {
          return python::runPipeline(op, pipeline);
        });
      },
      nb::arg("text"), nb::arg("pipeline"),
      nb::call_guard<nb::gil_scoped_release>(),
      "Runs a textual pass pipeline, `builtin.module(...)`, on a module and\n"
      "returns it as CompiledText. Raises CompileError.");
}
