# The manual pages and the completion of the shells, written by the programs themselves; the service; and what
# `cmake --install` installs.

include(GNUInstallDirs)

set(made ${CMAKE_BINARY_DIR}/made)
file(MAKE_DIRECTORY ${made})
add_custom_command(
  OUTPUT ${made}/sallyport.1 ${made}/sallyportd.8 ${made}/sallyport.bash ${made}/_sallyport ${made}/sallyport.fish
  COMMAND sallyport man > ${made}/sallyport.1
  COMMAND sallyportd --manual > ${made}/sallyportd.8
  COMMAND sallyport completion bash > ${made}/sallyport.bash
  COMMAND sallyport completion zsh > ${made}/_sallyport
  COMMAND sallyport completion fish > ${made}/sallyport.fish
  DEPENDS sallyport sallyportd
  COMMENT "Manual pages and completion"
  VERBATIM)
add_custom_target(manual ALL DEPENDS ${made}/sallyport.1)

install(TARGETS sallyport sallyportd)
install(FILES ${made}/sallyport.1 DESTINATION ${CMAKE_INSTALL_MANDIR}/man1)
install(FILES ${made}/sallyportd.8 DESTINATION ${CMAKE_INSTALL_MANDIR}/man8)
install(
  FILES ${made}/sallyport.bash
  DESTINATION ${CMAKE_INSTALL_DATADIR}/bash-completion/completions
  RENAME sallyport)
install(FILES ${made}/_sallyport DESTINATION ${CMAKE_INSTALL_DATADIR}/zsh/site-functions)
install(FILES ${made}/sallyport.fish DESTINATION ${CMAKE_INSTALL_DATADIR}/fish/vendor_completions.d)

# `sallyport` looks for catalogs in ../share, seen from its own folder: installed they lie there, and in a build tree a link to
# the sources does.
install(
  DIRECTORY ${CMAKE_SOURCE_DIR}/catalogs
  DESTINATION ${CMAKE_INSTALL_DATADIR}/sallyport
  FILES_MATCHING
  PATTERN "*.yaml")
file(MAKE_DIRECTORY ${CMAKE_BINARY_DIR}/share/sallyport)
file(CREATE_LINK ${CMAKE_SOURCE_DIR}/catalogs ${CMAKE_BINARY_DIR}/share/sallyport/catalogs SYMBOLIC)

configure_file(${CMAKE_SOURCE_DIR}/packaging/sallyportd.service.in ${made}/sallyportd.service @ONLY)
install(FILES ${made}/sallyportd.service DESTINATION lib/systemd/system)
install(
  FILES ${CMAKE_SOURCE_DIR}/packaging/sallyport.sysusers
  DESTINATION lib/sysusers.d
  RENAME sallyport.conf)
install(FILES ${CMAKE_SOURCE_DIR}/packaging/sallyportd.conf DESTINATION ${CMAKE_INSTALL_DATADIR}/sallyport)
