package notifier

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHostsBelowLocalhostAreThisMachine(t *testing.T) {
	for address, want := range map[string]string{
		"pay.gulimall.localhost:8080": "127.0.0.1:8080",
		"localhost:80":                "127.0.0.1:80",
		"PAY.LOCALHOST.:80":           "127.0.0.1:80",
		"notlocalhost:80":             "notlocalhost:80",
		"localhost.example.com:80":    "localhost.example.com:80",
		"10.0.0.1:80":                 "10.0.0.1:80",
	} {
		require.Equal(t, want, loopback(address))
	}
}
