.PHONY: demo test bench check
demo test bench check:
	./run $@
