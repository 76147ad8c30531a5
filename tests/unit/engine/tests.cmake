gigapod_test(engine_tests LAYERS base hardware fabric topologies model cluster policy serving scenario record engine chip_flows
  SOURCES engine/binding_constraint_test.cpp engine/block_stays_test.cpp engine/energy_supply_test.cpp engine/event_queue_test.cpp engine/failure_domains_test.cpp engine/failure_reaction_test.cpp
          engine/failure_source_test.cpp engine/fleet_surrogates_test.cpp engine/fleet_tenants_test.cpp engine/fleet_units_test.cpp engine/flow_network_test.cpp engine/job_checkpoints_test.cpp
          engine/import_limit_test.cpp engine/job_work_test.cpp engine/migration_test.cpp engine/power_control_test.cpp
          engine/power_faults_test.cpp engine/power_swing_results_test.cpp engine/serving_fleet_test.cpp engine/simulate_test.cpp
          engine/job_arrivals_test.cpp engine/job_sharing_test.cpp engine/tenant_accounts_test.cpp
  LIBRARIES ${SIMGRID_LIBRARY} yaml-cpp SQLite::SQLite3 nlohmann_json::nlohmann_json TIMEOUT 120)
