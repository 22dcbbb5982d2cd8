//===- Module.cpp - the extension module per._core -===//
//
// Part of the PER project: activation regularisers for MLIR training graphs.
//
//===----------------------------------------------------------------------===//

#include "Compiler.h"

#include <nanobind/nanobind.h>
#include <nanobind/stl/string.h>
#include <nanobind/stl/vector.h>

namespace nb = nanobind;
using namespace mlir;
using namespace mlir::per;

NB_MODULE(_core, module) {
  module.doc() = "The compiler of the per package: module text in, text out.";

  nb::exception<python::CompileError>(module, "CompileError",
                                      PyExc_ValueError)
      .doc() = "The compiler refused a module. The message has the errors and "
               "their notes, each with its place in the model.";

  nb::class_<python::CompiledText>(module, "CompiledText")
      .def_ro("text", &python::CompiledText::text,
              "The module in MLIR's generic form, with locations.")
      .def_ro("remarks", &python::CompiledText::remarks,
              "Remarks of the passes, one string each, with location.");

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
