# The installed project as a CMake package: find_package(PER CONFIG).

include(CMakePackageConfigHelpers)

# All libraries of the project.
get_property(per_libraries GLOBAL PROPERTY PER_LIBRARIES)
add_library(PER INTERFACE)
target_link_libraries(PER INTERFACE ${per_libraries})
install(TARGETS PER EXPORT PERTargets)

set(per_package_dir ${CMAKE_INSTALL_LIBDIR}/cmake/PER)
configure_package_config_file(
  ${PROJECT_SOURCE_DIR}/cmake/PERConfig.cmake.in
  ${PROJECT_BINARY_DIR}/cmake/PERConfig.cmake
  INSTALL_DESTINATION ${per_package_dir})
write_basic_package_version_file(
  ${PROJECT_BINARY_DIR}/cmake/PERConfigVersion.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/cmake/PERConfig.cmake
              ${PROJECT_BINARY_DIR}/cmake/PERConfigVersion.cmake
        DESTINATION ${per_package_dir})
install(EXPORT PERTargets NAMESPACE PER:: DESTINATION ${per_package_dir})
