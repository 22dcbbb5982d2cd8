# Helpers of this project's build. Everything links the shared MLIR library of
# the LLVM packages, so that per-opt, the plugin and the Python module use one
# copy of MLIR and link in seconds.

include(GNUInstallDirs)

# Compiler settings that every target of the project shares.
add_library(per_options INTERFACE)
target_include_directories(per_options INTERFACE
  $<BUILD_INTERFACE:${PROJECT_SOURCE_DIR}/include>
  $<BUILD_INTERFACE:${PROJECT_BINARY_DIR}/include>
  $<INSTALL_INTERFACE:${CMAKE_INSTALL_INCLUDEDIR}>)
target_include_directories(per_options SYSTEM INTERFACE
  ${LLVM_INCLUDE_DIRS} ${MLIR_INCLUDE_DIRS})
separate_arguments(PER_LLVM_DEFINITIONS NATIVE_COMMAND "${LLVM_DEFINITIONS}")
target_compile_definitions(per_options INTERFACE ${PER_LLVM_DEFINITIONS})
target_compile_options(per_options INTERFACE
  $<BUILD_INTERFACE:-Wall -Wextra -Wno-unused-parameter -fvisibility-inlines-hidden>)
if(PER_ENABLE_WERROR)
  target_compile_options(per_options INTERFACE $<BUILD_INTERFACE:-Werror>)
endif()
if(PER_ENABLE_ASSERTIONS)
  target_compile_options(per_options INTERFACE $<BUILD_INTERFACE:-UNDEBUG>)
endif()
if(PER_SANITIZERS)
  target_compile_options(per_options INTERFACE
    $<BUILD_INTERFACE:-fsanitize=${PER_SANITIZERS} -fno-omit-frame-pointer>)
  # The runtime is a library: where a program that is not instrumented (Python,
  # mlir-opt) preloads it, the tools that it starts have the same one.
  execute_process(
    COMMAND ${CMAKE_CXX_COMPILER}
            -print-file-name=libclang_rt.asan-${CMAKE_SYSTEM_PROCESSOR}.so
    OUTPUT_VARIABLE PER_SANITIZER_RUNTIME OUTPUT_STRIP_TRAILING_WHITESPACE)
  get_filename_component(per_runtime_dir ${PER_SANITIZER_RUNTIME} DIRECTORY)
  target_link_options(per_options INTERFACE
    $<BUILD_INTERFACE:-fsanitize=${PER_SANITIZERS} -shared-libsan
    -Wl,-rpath,${per_runtime_dir}>)
endif()
install(TARGETS per_options EXPORT PERTargets)

# add_per_library(NAME sources... [DEPENDS targets...] [LINK_LIBS libs...])
# A static component library, installed and exported.
function(add_per_library name)
  cmake_parse_arguments(ARG "" "" "DEPENDS;LINK_LIBS" ${ARGN})
  add_library(${name} STATIC ${ARG_UNPARSED_ARGUMENTS})
  target_link_libraries(${name} PUBLIC per_options MLIR LLVM ${ARG_LINK_LIBS})
  # Every library may include generated headers of the dialect and the passes.
  add_dependencies(${name} per_headers ${ARG_DEPENDS})
  set_property(GLOBAL APPEND PROPERTY PER_LIBRARIES ${name})
  install(TARGETS ${name} EXPORT PERTargets
          ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR})
endfunction()

# per_tablegen(DEFINITIONS.td [output generator-flags...]...)
# Runs mlir-tblgen on a file of the current folder; call as
#   per_tablegen(PEROps.td PEROps.h.inc -gen-op-decls)
function(per_tablegen definitions output)
  set(LLVM_TARGET_DEFINITIONS ${definitions})
  mlir_tablegen(${output} ${ARGN})
  file(RELATIVE_PATH path ${PROJECT_BINARY_DIR} ${CMAKE_CURRENT_BINARY_DIR}/${output})
  string(MAKE_C_IDENTIFIER "per_gen_${path}" target)
  add_custom_target(${target} DEPENDS ${CMAKE_CURRENT_BINARY_DIR}/${output})
  add_dependencies(per_headers ${target})
endfunction()

# per_doc(DEFINITIONS.td output.md generator-flags...)
# Reference documentation, generated into <build>/docs by the target per_docs.
function(per_doc definitions output)
  set(LLVM_TARGET_DEFINITIONS ${definitions})
  mlir_tablegen(${output} ${ARGN})
  add_custom_command(
    OUTPUT ${PROJECT_BINARY_DIR}/docs/${output}
    COMMAND ${CMAKE_COMMAND} -E copy ${CMAKE_CURRENT_BINARY_DIR}/${output}
            ${PROJECT_BINARY_DIR}/docs/${output}
    DEPENDS ${CMAKE_CURRENT_BINARY_DIR}/${output})
  string(MAKE_C_IDENTIFIER "per_doc_${output}" target)
  add_custom_target(${target} DEPENDS ${PROJECT_BINARY_DIR}/docs/${output})
  add_dependencies(per_docs ${target})
endfunction()

add_custom_target(per_headers)
add_custom_target(per_docs ALL)
