# Precompiled headers for what is built with Qt: one for tests, one for the pages and their tests. The rooms of core
# have none, because loading it cost as much as it saved (measured with GCC 12 over 40 files).

set(SIGNALBOX_PCH_TEST_HEADERS
  <algorithm> <chrono> <filesystem> <functional> <string> <vector>
  <QtCore/qabstractitemmodel.h> <QtCore/qcborvalue.h> <QtCore/qcoreapplication.h> <QtCore/qdatetime.h>
  <QtCore/qurl.h> <QtCore/quuid.h> <QtCore/qvariant.h> <QtCore/qsharedpointer.h>
  <QtCore/qtemporarydir.h> <QtCore/qthread.h>)
set(SIGNALBOX_PCH_UI_HEADERS
  <algorithm> <chrono> <filesystem> <functional> <string> <vector>
  <QtCore/qabstractitemmodel.h> <QtCore/qdatetime.h> <QtCore/qpointer.h> <QtCore/qtimer.h> <QtCore/qvariant.h>
  <QtGui/qaction.h> <QtGui/qevent.h> <QtGui/qicon.h> <QtGui/qpainter.h>
  <QtWidgets/qapplication.h> <QtWidgets/qboxlayout.h> <QtWidgets/qdialog.h> <QtWidgets/qheaderview.h>
  <QtWidgets/qlabel.h> <QtWidgets/qpushbutton.h> <QtWidgets/qtableview.h> <QtWidgets/qwidget.h>)

# signalbox_precompile(tst_csv TEST) or (ui_shell UI). All targets of one kind share the header, so none may add a
# compiler flag of its own, and no header of Qt Test is in it: they depend on the modules and the folder of a test.
function(signalbox_precompile target kind)
  if(NOT SIGNALBOX_PCH)
    return()
  endif()
  string(TOLOWER "signalbox_pch_${kind}" shared)
  if(NOT TARGET ${shared})
    set(source "${CMAKE_BINARY_DIR}/${shared}.cpp")
    file(CONFIGURE OUTPUT "${source}" CONTENT "// Exists so that the shared precompiled header has a target.\n")
    add_library(${shared} STATIC "${source}")
    target_link_libraries(${shared} PRIVATE signalbox::options signalbox::warnings
      $<$<STREQUAL:${kind},TEST>:Qt6::Core> $<$<STREQUAL:${kind},UI>:Qt6::Widgets>)
    target_precompile_headers(${shared} PRIVATE ${SIGNALBOX_PCH_${kind}_HEADERS})
  endif()
  target_precompile_headers(${target} REUSE_FROM ${shared})
endfunction()
