gigapod_test(topologies_tests LAYERS base hardware fabric topologies SOURCES
  topologies/dcn_test.cpp topologies/pod_topology_test.cpp)
