gigapod_test(step_model_tests LAYERS base hardware fabric model SOURCES
  model/checkpoint/checkpoint_test.cpp
  model/checkpoint/checkpoint_tier_test.cpp
  model/collective/all_to_all_test.cpp
  model/collective/collective_bound_test.cpp
  model/collective/collective_test.cpp
  model/collective/dcn_collective_test.cpp
  model/collective/gather_order_test.cpp
  model/memory/training_memory_test.cpp
  model/step/axis_mapping_test.cpp
  model/step/measured_run_test.cpp
  model/step/operator_breakdown_test.cpp
  model/step/operators_test.cpp
  model/step/parallelism_text_test.cpp
  model/step/plan_faults_test.cpp
  model/step/training_step_test.cpp
  model/transformer_test.cpp)
