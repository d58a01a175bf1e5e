package ware

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestFreightsByRegionTheCheapestFirst(t *testing.T) {
	east := FreightRule{Region: "华东", FirstGrams: 1000, FirstFee: 600, ExtraGrams: 1000, ExtraFee: 100}
	west := FreightRule{Region: "西北", FirstGrams: 1000, FirstFee: 1500, ExtraGrams: 1000, ExtraFee: 600}
	south := FreightRule{Region: "华南", FirstGrams: 1000, FirstFee: 600, ExtraGrams: 1000, ExtraFee: 100}
	all := freights(Geography{Rules: map[string]FreightRule{"江苏省": east, "甘肃省": west, "上海市": east, "广东省": south}})
	require.Equal(t, []RegionFreight{
		{east, []string{"上海市", "江苏省"}}, {south, []string{"广东省"}}, {west, []string{"甘肃省"}},
	}, all)
	require.Empty(t, freights(Geography{}))
}
