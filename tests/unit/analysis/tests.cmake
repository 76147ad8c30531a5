gigapod_test(analysis_tests LAYERS base hardware fabric model cluster policy serving scenario record analysis
  SOURCES analysis/assumptions_test.cpp analysis/case_runs_test.cpp analysis/cost/cost_terms_test.cpp analysis/cost/job_cost_test.cpp analysis/cost/serving_cost_test.cpp analysis/expected_goodput_test.cpp analysis/interval_test.cpp analysis/json_csv_test.cpp analysis/measure_names_test.cpp analysis/metric_tables_test.cpp analysis/number_text_test.cpp
          analysis/plan/layout_space_test.cpp analysis/plan/block_search_test.cpp analysis/plan/plan_answer_test.cpp analysis/plan/plan_query_test.cpp analysis/plan/plan_search_test.cpp analysis/plan/search_blocks_test.cpp analysis/plan/plan_walk_test.cpp analysis/plan/step_bound_test.cpp analysis/job_goodput_test.cpp analysis/job_risks_test.cpp analysis/read_run_test.cpp analysis/result_groups_test.cpp analysis/run_data_test.cpp
          analysis/scaling/best_curve_test.cpp analysis/scaling/critical_batch_test.cpp analysis/scaling/curve_end_test.cpp analysis/scaling/job_growth_test.cpp
          analysis/scaling/scaling_files_test.cpp analysis/scaling/scaling_limit_test.cpp analysis/scaling/scaling_machine_test.cpp
          analysis/scaling/scaling_test.cpp analysis/scaling/scaling_text_test.cpp analysis/scaling/end_shifts_test.cpp
          analysis/simulated_goodput_test.cpp analysis/sensitivity_indices_test.cpp analysis/serving_answer_test.cpp analysis/serving_frontier_test.cpp
          analysis/serving_measurement_test.cpp analysis/serving_prediction_test.cpp analysis/serving_run_test.cpp
          analysis/serving_search_test.cpp analysis/serving_tables_test.cpp analysis/smallest_slice_test.cpp analysis/slice_goodput_test.cpp
          analysis/study_measures_test.cpp analysis/study_database_test.cpp analysis/study_results_test.cpp analysis/study_sensitivity_test.cpp analysis/summary_test.cpp
          analysis/tenant_table_test.cpp analysis/text_table_test.cpp analysis/validation_cells_test.cpp analysis/validation_markdown_test.cpp analysis/validation_mutation_test.cpp analysis/validation_scores_test.cpp
          analysis/validation_serving_test.cpp analysis/validation_table_test.cpp analysis/validation_test.cpp
          analysis/workload_figures_test.cpp analysis/workload_tables_test.cpp
  LIBRARIES yaml-cpp SQLite::SQLite3 nlohmann_json::nlohmann_json)
