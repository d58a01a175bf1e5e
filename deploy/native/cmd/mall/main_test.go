package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFlagsStandBeforeAndAfterTheCommand(t *testing.T) {
	c, err := parse([]string{"--run", "x", "up", "--copies=2", "--env", "A=b=c", "--tags=faults", "--race", "--only-servers"})
	require.NoError(t, err)
	require.Equal(t, "up", c.command)
	require.Equal(t, "x", c.Run)
	require.Equal(t, 2, c.Copies)
	require.Equal(t, map[string]string{"A": "b=c"}, c.Env)
	require.Equal(t, "faults", c.Tags)
	require.True(t, c.Race && c.OnlyServers)
}

func TestArgumentsOfAPartAreItsOwn(t *testing.T) {
	c, err := parse([]string{"run", "product", "reindex", "--all"})
	require.NoError(t, err)
	require.Equal(t, []string{"product", "reindex", "--all"}, c.args)
}

func TestMistakesAreNamed(t *testing.T) {
	for want, args := range map[string][]string{
		"--run needs a value":    {"up", "--run"},
		"--copies is 1 or 2":     {"up", "--copies=3"},
		"want NAME=VALUE":        {"up", "--env=A"},
		"there is no flag --bad": {"--bad"},
	} {
		_, err := parse(args)
		require.ErrorContains(t, err, want)
	}
}
