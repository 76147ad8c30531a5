gigapod_test(cluster_tests LAYERS base hardware fabric cluster SOURCES
  cluster/inventory_test.cpp cluster/ledger_test.cpp cluster/power_draw_test.cpp)
