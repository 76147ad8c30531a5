function(run)
  execute_process(COMMAND ${ARGV} RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "failed (${result}): ${ARGV}")
  endif()
endfunction()

file(REMOVE_RECURSE ${SCRATCH})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${SCRATCH}/prefix)
run(${SCRATCH}/prefix/bin/gigapod --version)
# Run from elsewhere: the catalog must be found beside what is installed, and not in the source, which lacks this model.
set(models ${SCRATCH}/prefix/share/gigapod/catalog/models)
file(READ ${models}/llama3.1-8b.yaml model)
string(REPLACE "name: llama3.1-8b" "name: installed-8b" model "${model}")
file(WRITE ${models}/installed-8b.yaml "${model}")
run(${CMAKE_COMMAND} -E chdir ${SCRATCH} ${SCRATCH}/prefix/bin/gigapod step --model installed-8b --chip v5p --slice 4x4x4)
if(PYTHON)
  file(WRITE ${SCRATCH}/use_module.py "import gigapod\n"
       "assert gigapod.__file__.startswith('${SCRATCH}/prefix'), gigapod.__file__\n"
       "assert gigapod.step(model='installed-8b', chip='v5p', slice='4x4x4')['chips'] == 64\n")
  run(${CMAKE_COMMAND} -E chdir ${SCRATCH} ${CMAKE_COMMAND} -E env PYTHONPATH=${SCRATCH}/prefix/${PYTHON_FOLDER}
      ${PYTHON} use_module.py)
endif()
run(${CMAKE_COMMAND} -E chdir ${SCRATCH} ${SCRATCH}/prefix/bin/gigapod check
    ${SCRATCH}/prefix/share/gigapod/scenarios/quickstart.yaml)
run(${CMAKE_COMMAND} -S ${CONSUMER} -B ${SCRATCH}/consumer -G ${GENERATOR} -DCMAKE_PREFIX_PATH=${SCRATCH}/prefix
    -DCMAKE_BUILD_TYPE=Release)
run(${CMAKE_COMMAND} --build ${SCRATCH}/consumer)
run(${SCRATCH}/consumer/consumer)
