"""gigapod.step: the answer of `gigapod step --json`, and what is wrong as exceptions."""
import json
import os
import subprocess
import unittest

import gigapod

PROGRAM = os.environ["GIGAPOD_PROGRAM"]


class StepTest(unittest.TestCase):
    def test_the_answer_is_that_of_the_program(self):
        words = "--model llama3.1-70b --chip v5p --slice 8x16x16 --slices 2 --global-batch 4096 --shards-optimizer " \
                "--data 2 --saved-tensors qkv,output"
        program = subprocess.run([PROGRAM, "step", *words.split(), "--json"], capture_output=True, text=True)
        answer = gigapod.step(model="llama3.1-70b", chip="v5p", slice="8x16x16", slices=2, global_batch=4096,
                              shards_optimizer=True, data=2, saved_tensors=["qkv", "output"], twisted=False, pod=None)
        self.assertEqual(answer, json.loads(program.stdout))
        self.assertAlmostEqual(sum(answer["parts"].values()), answer["step_seconds"])

    def test_an_unknown_argument_is_a_type_error(self):
        with self.assertRaisesRegex(TypeError, r"step\(\) has no argument 'tensr'; did you mean 'tensor'\?"):
            gigapod.step(model="llama3.1-70b", chip="v5p", slice="8x16x16", tensr=4)

    def test_a_missing_argument_is_a_type_error(self):
        with self.assertRaisesRegex(TypeError, r"step\(\): --slice is required"):
            gigapod.step(model="llama3.1-70b", chip="v5p")

    def test_a_value_out_of_range_is_a_scenario_error(self):
        with self.assertRaisesRegex(gigapod.ScenarioError, "--slices: Value 0 not in range 1 to 100000"):
            gigapod.step(model="llama3.1-70b", chip="v5p", slice="8x16x16", slices=0)

    def test_a_plan_that_does_not_run_says_why(self):
        with self.assertRaises(gigapod.ScenarioError) as raised:
            gigapod.step(model="llama3.1-405b", chip="v5e", slice="4x4", fsdp=3)
        program = subprocess.run([PROGRAM, *"step --model llama3.1-405b --chip v5e --slice 4x4 --fsdp 3".split()],
                                 capture_output=True, text=True)
        self.assertEqual(str(raised.exception), program.stderr)

    def test_the_docstring_lists_the_arguments(self):
        self.assertIn("    global_batch, batch: Sequences per optimizer step, all slices together.\n", gigapod.step.__doc__)
        self.assertIn("    deadline: ", gigapod.plan.__doc__)


if __name__ == "__main__":
    unittest.main()
