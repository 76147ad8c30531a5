gigapod_test(cost_model_tests LAYERS base hardware fabric model SOURCES model/cost/cost_test.cpp)
gigapod_test(demand_model_tests LAYERS base hardware fabric model
             SOURCES model/demand/country_test.cpp model/demand/demand_test.cpp model/demand/sector_test.cpp
                     model/demand/tenant_demand_test.cpp model/demand/tenant_mix_test.cpp)
gigapod_test(failure_model_tests LAYERS base hardware fabric model
             SOURCES model/failure/complete_classes_test.cpp model/failure/failure_class_test.cpp
                     model/failure/lifetime_test.cpp model/failure/published_classes_test.cpp model/failure/recovery_test.cpp
                     model/failure/slice_availability_test.cpp)
gigapod_test(power_model_tests LAYERS base hardware fabric model
             SOURCES model/power/battery_test.cpp model/power/breaker_test.cpp model/power/chip_power_test.cpp
                     model/power/draw_distribution_test.cpp model/power/limit_check_test.cpp
                     model/power/power_swing_test.cpp model/power/site_fit_test.cpp model/power/site_power_test.cpp
                     model/power/site_waveform_test.cpp model/power/smoothing_test.cpp model/power/spectrum_test.cpp
                     model/power/step_power_test.cpp model/power/step_waveform_test.cpp model/power/waveform_test.cpp)
gigapod_test(serving_model_tests LAYERS base hardware fabric model
             SOURCES model/serving/expert_imbalance_test.cpp model/serving/fluid_queue_test.cpp
                     model/serving/latency_at_load_test.cpp model/serving/latency_histogram_test.cpp
                     model/serving/latency_quantiles_test.cpp model/serving/load_time_test.cpp
                     model/serving/model_work_test.cpp model/serving/phase_time_test.cpp model/serving/replica_test.cpp
                     model/serving/serving_faults_test.cpp model/serving/speculation_test.cpp model/serving/steady_state_test.cpp model/serving/step_clock_test.cpp model/serving/step_cost_test.cpp
                     model/serving/tensor_layout_test.cpp)
gigapod_test(request_model_tests LAYERS base hardware fabric model
             SOURCES model/arrival/rate_series_arrivals_test.cpp model/request/length_curve_test.cpp
                     model/request/length_mix_test.cpp model/request/request_sample_test.cpp)
