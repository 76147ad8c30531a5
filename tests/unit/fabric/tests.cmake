gigapod_test(fabric_tests LAYERS base hardware fabric SOURCES
  fabric/box_search_test.cpp fabric/coordinates_test.cpp fabric/draw_test.cpp fabric/envelope_mix_test.cpp fabric/fabric_graph_test.cpp fabric/fed_pods_test.cpp
  fabric/ocs_test.cpp fabric/pod_topology_test.cpp fabric/power_index_test.cpp fabric/power_tree_test.cpp fabric/site_layout_test.cpp fabric/slice_test.cpp
  fabric/graphml_test.cpp fabric/torus_test.cpp
  LIBRARIES boost_graph)
