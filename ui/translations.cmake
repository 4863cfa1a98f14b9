# Compiles resources/translations/*.ts and puts them into the program as :/translations/*.qm. `ninja
# update_translations` brings the sources up to date with the texts of the interface.
find_program(LRELEASE lrelease REQUIRED PATHS ${QT6_INSTALL_PREFIX}/${QT6_INSTALL_BINS} /usr/lib/qt6/bin NO_DEFAULT_PATH)
find_program(LUPDATE lupdate PATHS ${QT6_INSTALL_PREFIX}/${QT6_INSTALL_BINS} /usr/lib/qt6/bin NO_DEFAULT_PATH)

function(hadal_translations target)
  set(compiled)
  foreach(language en zh zh_TW)
    set(source ${CMAKE_SOURCE_DIR}/resources/translations/hadal_${language}.ts)
    set(result ${CMAKE_CURRENT_BINARY_DIR}/translations/hadal_${language}.qm)
    add_custom_command(OUTPUT ${result} DEPENDS ${source}
      COMMAND ${CMAKE_COMMAND} -E make_directory ${CMAKE_CURRENT_BINARY_DIR}/translations
      COMMAND ${LRELEASE} -silent ${source} -qm ${result})
    list(APPEND compiled ${result})
  endforeach()
  qt_add_resources(${target} translations PREFIX / BASE ${CMAKE_CURRENT_BINARY_DIR} FILES ${compiled})
endfunction()

if(LUPDATE)
  # English needs its plurals only.
  add_custom_target(update_translations
    COMMAND ${LUPDATE} -silent -I ${CMAKE_SOURCE_DIR} -no-obsolete -locations none -pluralonly ${CMAKE_SOURCE_DIR}/app ${CMAKE_SOURCE_DIR}/ui
            -ts ${CMAKE_SOURCE_DIR}/resources/translations/hadal_en.ts
    COMMAND ${LUPDATE} -silent -I ${CMAKE_SOURCE_DIR} -no-obsolete -locations none ${CMAKE_SOURCE_DIR}/app ${CMAKE_SOURCE_DIR}/ui
            -ts ${CMAKE_SOURCE_DIR}/resources/translations/hadal_zh.ts
                ${CMAKE_SOURCE_DIR}/resources/translations/hadal_zh_TW.ts)
endif()
