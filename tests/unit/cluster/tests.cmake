gigapod_test(cluster_tests LAYERS base hardware fabric cluster SOURCES
  cluster/energy_account_test.cpp cluster/inventory_test.cpp cluster/ledger_test.cpp cluster/power_draw_property_test.cpp cluster/power_draw_test.cpp)
