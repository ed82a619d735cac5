module heddle.dev/bench/client

go 1.19
