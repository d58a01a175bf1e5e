package adminapi

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func TestActedTellsBeforeAndAfter(t *testing.T) {
	by := By{StaffID: 3, Account: "keeper", Address: "192.0.2.1"}
	acted, err := by.Acted(time.Unix(0, 0), "ware", "stock.adjusted", "1001", nil, map[string]int{"stock": 5})
	require.NoError(t, err)
	require.Nil(t, acted.Before)
	require.JSONEq(t, `{"stock":5}`, string(acted.After))
	_, err = by.Acted(time.Unix(0, 0), "ware", "stock.adjusted", "1001", func() {}, nil)
	require.Error(t, err)
}

func TestEveryRoleGrantsKnownPermissions(t *testing.T) {
	for _, role := range RoleCodes() {
		require.NotEmpty(t, role.Grants(), role)
		for _, p := range role.Grants() {
			require.True(t, p.Known(), "%s: %s", role, p)
		}
	}
	require.Empty(t, RoleCode("nobody").Grants())
	require.False(t, Permission("fly").Known())
}
