gigapod_test(chip_flows_tests LAYERS base hardware fabric model chip_flows SOURCES
  engine/chip_flows_test.cpp engine/chip_flows_fold_test.cpp engine/chip_flows_closed_form_test.cpp
  LIBRARIES ${SIMGRID_LIBRARY} TIMEOUT 120)
