"use strict";
// Draws the charts from the numbers in this page. Without it, the tables say the same.
(function () {
  const series = JSON.parse(document.getElementById("series").textContent);
  const kinds = [["covered", "Covered"], ["waived", "Waived"], ["gap", "Gaps"]];
  const charts = [];

  function colour(name) {
    return getComputedStyle(document.documentElement).getPropertyValue("--" + name).trim();
  }

  function axis(extra, grid) {
    const ticks = Object.assign({ color: colour("soft") }, extra.ticks);
    return Object.assign({}, extra, {
      ticks: ticks,
      border: { color: colour("line") },
      grid: { display: grid, color: colour("line") },
    });
  }

  function options(scales, more, legend) {
    return Object.assign({
      animation: false,
      maintainAspectRatio: false,
      devicePixelRatio: Math.max(2, window.devicePixelRatio),  // sharp on paper, too
      interaction: { mode: "index", intersect: false },
      font: { size: 13 },
      scales: scales,
      plugins: {
        legend: { display: legend !== false, position: "bottom", labels: { color: colour("ink"), boxWidth: 12 } },
        tooltip: { animation: false },
      },
    }, more);
  }

  function bars(rows) {
    return {
      type: "bar",
      data: {
        labels: rows.map((row) => row.label),
        datasets: kinds.map(([key, title]) => ({
          label: title,
          data: rows.map((row) => row[key]),
          backgroundColor: colour(key),
          maxBarThickness: 22,
        })),
      },
      options: options({
        x: axis({ stacked: true, ticks: { precision: 0 } }, true),
        y: axis({ stacked: true, ticks: { autoSkip: false } }, false),
      }, { indexAxis: "y" }),
    };
  }

  const overTime = {
    type: "time",
    time: { minUnit: "day", tooltipFormat: "yyyy-MM-dd", displayFormats: { day: "d MMM" } },
    ticks: { maxRotation: 0, autoSkipPadding: 24 },
  };

  function counts(points) {
    return {
      type: "line",
      data: {
        labels: points.map((point) => point.time),
        datasets: kinds.map(([key, title]) => ({
          label: title,
          data: points.map((point) => point[key]),
          borderColor: colour(key),
          backgroundColor: colour(key) + "b0",
          borderWidth: 1.5,
          pointRadius: points.length > 40 ? 0 : 2,
          fill: true,
          stepped: true,  // a count stays as it is until a commit changes it
        })),
      },
      options: options({
        x: axis(overTime, false),
        y: axis({ stacked: true, beginAtZero: true, ticks: { precision: 0 } }, true),
      }),
    };
  }

  function coverage(points) {
    return {
      type: "line",
      data: {
        labels: points.map((point) => point.time),
        datasets: [{
          label: "Coverage",
          data: points.map((point) => point.coverage),
          borderColor: colour("covered"),
          backgroundColor: colour("covered"),
          borderWidth: 2,
          pointRadius: points.length > 40 ? 0 : 2.5,
          stepped: true,
        }],
      },
      options: options({
        x: axis(overTime, false),
        y: axis({
          min: 0,
          max: 1,
          ticks: { stepSize: 0.2, callback: (value) => Math.round(value * 100) + " %" },
        }, true),
      }, {}, false),
    };
  }

  const plans = {
    rules: [bars, series.rules, 1],
    folders: [bars, series.folders, 1],
    counts: [counts, series.trend, 2],
    coverage: [coverage, series.trend, 2],
  };

  function draw() {
    charts.splice(0).forEach((chart) => chart.destroy());
    Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
    for (const [name, [plan, rows, enough]] of Object.entries(plans)) {
      const figure = document.getElementById("chart-" + name);
      if (!figure || rows.length < enough) continue;
      figure.hidden = false;
      const plot = figure.querySelector(".plot");
      if (plan === bars) plot.style.height = 90 + 30 * rows.length + "px";
      charts.push(new Chart(plot.querySelector("canvas"), plan(rows)));
    }
    document.documentElement.dataset.drawn = charts.length;
  }

  draw();
  for (const query of ["(prefers-color-scheme: dark)", "print"]) {
    matchMedia(query).addEventListener("change", draw);
  }
})();
