package toolchain

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestMissingPackagesAreNamedOnce(t *testing.T) {
	none := func(string) string { return "" }
	require.Equal(t, []string{"mariadb-server-core", "mariadb-client-core", "redis-server", "rabbitmq-server", "erlang-base", "supervisor", "nginx"}, Missing(Wants{Nginx: true}, none))
	require.NotContains(t, Missing(Wants{}, none), "nginx")
	require.Contains(t, Missing(Wants{Race: true}, none), "gcc")
	require.NotContains(t, Missing(Wants{Nginx: true, Race: true}, none), "chromium-headless-shell", "the shop runs without a browser")
	require.Subset(t, Missing(Wants{Browser: true}, none), []string{"chromium-headless-shell", "fonts-noto-cjk"})
	require.Empty(t, Missing(Wants{Nginx: true, Race: true, Browser: true}, func(n string) string { return "/usr/bin/" + n }))
	onlyNginx := func(n string) string {
		if n == "nginx" {
			return ""
		}
		return n
	}
	require.Equal(t, []string{"nginx"}, Missing(Wants{Nginx: true}, onlyNginx))
}

func TestConsulVersions(t *testing.T) {
	for out, want := range map[string]bool{
		"Consul v1.22.3\n": true, "Consul v1.16.0": true, "Consul v2.0.0": true,
		"Consul v1.15.9": false, "Consul v1.8.7+dfsg1": false, "nonsense": false, "": false,
	} {
		require.Equal(t, want, newEnough(out), out)
	}
}

func TestConsulComesFromTheCache(t *testing.T) {
	p, there := Consul(context.Background(), "/c", func(string) string { return "" })
	require.False(t, there)
	require.Equal(t, "/c/consul-"+ConsulVersion+"/consul", p)
}

func TestTheCacheFolder(t *testing.T) {
	env := map[string]string{"XDG_CACHE_HOME": "/x"}
	get := func(k string) string { return env[k] }
	d, err := CacheDir(get)
	require.NoError(t, err)
	require.Equal(t, "/x/gulimall", d)
	env["MALL_CACHE"] = "/m"
	d, err = CacheDir(get)
	require.NoError(t, err)
	require.Equal(t, filepath.Clean("/m"), d)
}
